import { expect, test } from "vitest";
import { findAlarms } from "./alert";

const RULES = { stuckMoreThan: 50, jobStuckPercentOver: 20, jobOpenAtLeast: 10 };
const namesOf = (...stats: [jobId: string, stuck: number, open: number][]) =>
  findAlarms(
    RULES,
    stats.map(([jobId, stuck, open]) => ({ jobId, stuck, open })),
  ).map(({ rule, jobId }) => `${rule} ${jobId}`.trim());

test("a rule holds above its number, and not at it", () => {
  expect(namesOf(["", 50, 900])).toEqual([]);
  expect(namesOf(["", 51, 51])).toEqual(["stuck"]);
  expect(namesOf(["a", 2, 10])).toEqual([]);
  expect(namesOf(["a", 3, 10])).toEqual(["job-stuck-share a"]);
});

test("a job with too few open executions raises no alert of its share", () => {
  expect(namesOf(["a", 9, 9])).toEqual([]);
  expect(namesOf(["a", 10, 10])).toEqual(["job-stuck-share a"]);
});

test("an open alert of a share stays open while the last few executions are stuck", () => {
  const goesOn = new Set(["a"]);
  const holds = (stuck: number, open: number) =>
    findAlarms(RULES, [{ jobId: "a", stuck, open }], goesOn).length === 1;
  expect([holds(9, 9), holds(1, 1), holds(1, 5), holds(0, 0)]).toEqual([true, true, false, false]);
});

test("the worst job comes first, and a rule that is not set never holds", () => {
  expect(namesOf(["a", 3, 10], ["b", 30, 100])).toEqual(["job-stuck-share b", "job-stuck-share a"]);
  const none = { stuckMoreThan: null, jobStuckPercentOver: null, jobOpenAtLeast: 1 };
  expect(findAlarms(none, [{ jobId: "", stuck: 9, open: 9 }])).toEqual([]);
});
