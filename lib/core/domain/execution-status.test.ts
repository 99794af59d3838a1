import { expect, test } from "vitest";
import { EXECUTION_STATUSES, executionStage, FINISHED_STATUSES } from "./execution-status";

test.each([
  ["QUEUED", "queued"],
  ["IN_PROGRESS", "in-progress"],
  ["SUCCEEDED", "finished"],
  ["FAILED", "finished"],
  ["TIMED_OUT", "finished"],
  ["REJECTED", "finished"],
  ["REMOVED", "finished"],
  ["CANCELED", "finished"],
  ["CANCELLED", "unknown"],
  ["toString", "unknown"],
  ["", "unknown"],
])("%s is %s", (status, stage) => {
  expect(executionStage(status)).toBe(stage);
});

test("six of the eight statuses are terminal", () => {
  expect(EXECUTION_STATUSES).toHaveLength(8);
  expect([...FINISHED_STATUSES].sort()).toEqual([
    "CANCELED",
    "FAILED",
    "REJECTED",
    "REMOVED",
    "SUCCEEDED",
    "TIMED_OUT",
  ]);
});
