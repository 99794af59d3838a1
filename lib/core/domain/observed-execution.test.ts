import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Execution } from "./execution";
import {
  compareIdentity,
  type IdentityMember,
  isSameTime,
  type ObservedExecution,
  toObserved,
} from "./observed-execution";

const at = (time: string) => new Date(`2026-11-23T${time}Z`);
const QUEUED: ObservedExecution = {
  status: "QUEUED",
  executionNumber: 1,
  queuedAt: at("12:00:00.250"),
  startedAt: null,
  versionNumber: 1,
  origin: { region: "eu-west-1", account: "123456789012" },
};
const RUNNING: ObservedExecution = { ...QUEUED, status: "IN_PROGRESS", startedAt: at("12:05:00.500") };

/*
 * What was seen, what differs now, and the result: the members that differ, and whether the comparison is partial.
 */
test.each<[string, ObservedExecution, Partial<ObservedExecution>, IdentityMember[], isPartial: boolean]>([
  ["the same", QUEUED, {}, [], false],
  ["the same, in progress", RUNNING, {}, [], false],
  ["a newer version", QUEUED, { versionNumber: 9 }, [], false],
  ["queued then, in progress now", QUEUED, { status: "IN_PROGRESS", startedAt: at("12:05:00") }, [], false],
  [
    "queued for its next attempt then, and started for it now",
    { ...QUEUED, startedAt: at("12:05:00.500") },
    { status: "IN_PROGRESS", startedAt: at("12:09:00") },
    [],
    false,
  ],
  ["in progress then, over now", RUNNING, { status: "SUCCEEDED" }, [], false],
  ["another number", QUEUED, { executionNumber: 2 }, ["executionNumber"], false],
  ["queued at another time", QUEUED, { queuedAt: at("12:00:02") }, ["queuedAt"], false],
  ["in another account", QUEUED, { origin: { region: "eu-west-1", account: "9" } }, ["origin"], false],
  [
    "in another region",
    QUEUED,
    { origin: { region: "us-east-1", account: "123456789012" } },
    ["origin"],
    false,
  ],
  ["started at another time", RUNNING, { startedAt: at("12:07:00") }, ["startedAt"], false],
  ["queued for its next attempt", RUNNING, { status: "QUEUED", startedAt: null }, ["startedAt"], false],
  ["queued for its next attempt, with its old start", RUNNING, { status: "QUEUED" }, ["startedAt"], false],
  [
    "all of it",
    RUNNING,
    {
      executionNumber: 2,
      queuedAt: at("13:00:00"),
      startedAt: at("13:05:00"),
      origin: { region: "eu-west-1", account: "9" },
    },
    ["origin", "executionNumber", "queuedAt", "startedAt"],
    false,
  ],
  ["no queueing time", QUEUED, { queuedAt: null }, [], true],
  ["no start", RUNNING, { startedAt: null }, [], true],
  [
    "no queueing time, and another number",
    QUEUED,
    { queuedAt: null, executionNumber: 2 },
    ["executionNumber"],
    true,
  ],
  // The queueing time distinguishes any two executions, so the rest may be missing.
  ["no number", QUEUED, { executionNumber: null }, [], false],
  ["no account", QUEUED, { origin: null }, [], false],
])("%s", (_, seen, differing, differs, isPartial) => {
  const now = { ...seen, ...differing };
  expect(compareIdentity(seen, now)).toMatchObject({ differs, isPartial });
});

test("a member that is missing on either side is not compared, and the result says what was compared", () => {
  const NONE = { executionNumber: null, queuedAt: null, startedAt: null, origin: null };
  for (const [seen, now] of [
    [{ ...RUNNING, ...NONE }, RUNNING],
    [RUNNING, { ...RUNNING, ...NONE }],
  ] as const)
    expect(compareIdentity(seen, now)).toEqual({ differs: [], compared: [], isPartial: true });
  expect(compareIdentity(RUNNING, RUNNING).compared).toEqual([
    "origin",
    "executionNumber",
    "queuedAt",
    "startedAt",
  ]);
  // An execution that was seen queued may start: the start is no part of what was seen.
  expect(compareIdentity(QUEUED, RUNNING).compared).not.toContain("startedAt");
});

test("what was observed of an execution is its identity and its state at that time", () => {
  const execution: Execution = {
    ...RUNNING,
    thingName: "kiosk",
    jobId: "fw",
    lastUpdatedAt: at("12:06:00"),
    statusDetails: { step: "2" },
    forceCanceled: false,
    secondsBeforeTimedOut: 60,
    readAt: at("12:06:01"),
  };
  expect(toObserved(execution)).toEqual(RUNNING);
});

describe("times", () => {
  test.each([
    ["12:00:00.250", "12:00:00.250", true],
    ["12:00:00.250", "12:00:00.251", true], // AWS's floating-point seconds
    ["12:00:00.250", "12:00:00.252", false],
    ["12:00:00.999", "12:00:00", true],
    ["12:00:00.999", "12:00:01", true],
    ["12:00:00.001", "12:00:01", true],
    ["12:00:00.500", "12:00:02", false],
    ["12:00:00", "12:00:01", false],
    ["12:00:00", "12:00:01.001", false],
    ["12:00:00.250", "12:00:00.750", false],
  ])("%s and %s are the same moment: %s", (a, b, isSame) => {
    expect(isSameTime(at(a), at(b))).toBe(isSame);
    expect(isSameTime(at(b), at(a))).toBe(isSame);
  });

  test("a missing time is neither the same nor another one", () => {
    expect([
      isSameTime(null, at("12:00:00")),
      isSameTime(at("12:00:00"), null),
      isSameTime(null, null),
    ]).toEqual([null, null, null]);
  });
});

describe("whatever the moment", () => {
  const moment = fc.date({ min: new Date("2015-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  const rounding = fc.constantFrom(Math.floor, Math.round, Math.ceil);
  const rounded = (date: Date, round: (seconds: number) => number) =>
    new Date(round(date.getTime() / 1_000) * 1_000);

  test("a source that rounds a time to whole seconds never makes another execution of it", () => {
    fc.assert(
      fc.property(moment, moment, rounding, fc.boolean(), (queuedAt, startedAt, round, isSeen) => {
        const exact = { ...RUNNING, queuedAt, startedAt };
        const coarse = {
          ...RUNNING,
          queuedAt: rounded(queuedAt, round),
          startedAt: rounded(startedAt, round),
        };
        const [seen, now] = isSeen ? [coarse, exact] : [exact, coarse];
        expect(compareIdentity(seen, now)).toMatchObject({ differs: [], isPartial: false });
      }),
    );
  });

  test("neither does a round trip through JSON, or AWS's seconds as a floating-point number", () => {
    fc.assert(
      fc.property(moment, (queuedAt) => {
        const seen = { ...QUEUED, queuedAt };
        for (const now of [
          new Date(JSON.parse(JSON.stringify(queuedAt)) as string),
          new Date((queuedAt.getTime() / 1_000) * 1_000),
        ])
          expect(compareIdentity(seen, { ...seen, queuedAt: now }).differs).toEqual([]);
      }),
    );
  });

  test("a difference of a second or more makes another execution, whatever the precision", () => {
    const apart = fc.integer({ min: 1_000, max: 10 ** 10 });
    fc.assert(
      fc.property(moment, apart, fc.boolean(), fc.boolean(), (queuedAt, apartMs, isWhole, isLater) => {
        const first = isWhole ? rounded(queuedAt, Math.floor) : queuedAt;
        const second = new Date(first.getTime() + apartMs);
        const [seen, now] = isLater ? [first, second] : [second, first];
        const { differs } = compareIdentity({ ...QUEUED, queuedAt: seen }, { ...QUEUED, queuedAt: now });
        expect(differs).toEqual(["queuedAt"]);
      }),
    );
  });

  test("another attempt is recognized by its start, and a first one by nothing", () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1_000, max: 10 ** 10 }), (startedAt, apartMs) => {
        const next = { ...RUNNING, startedAt: new Date(startedAt.getTime() + apartMs) };
        expect(compareIdentity({ ...RUNNING, startedAt }, next).differs).toEqual(["startedAt"]);
        expect(compareIdentity(QUEUED, next).differs).toEqual([]);
      }),
    );
  });
});
