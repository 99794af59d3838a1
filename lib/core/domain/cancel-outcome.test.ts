import { expect, test } from "vitest";
import { isOutcome, type OutcomeFailure, outcomeReadAgain } from "./cancel-outcome";
import type { Execution } from "./execution";
import { toObserved } from "./observed-execution";

const NOW = new Date("2026-11-23T12:00:00Z");
const seen: Execution = {
  thingName: "kiosk",
  jobId: "fw",
  status: "QUEUED",
  queuedAt: NOW,
  startedAt: null,
  lastUpdatedAt: NOW,
  executionNumber: 1,
  versionNumber: 7,
  statusDetails: {},
  forceCanceled: false,
  secondsBeforeTimedOut: null,
  origin: null,
  readAt: NOW,
};

const started = { status: "IN_PROGRESS", versionNumber: 8 };
const unversioned = { versionNumber: null };
const refused = { kind: "not-canceled", because: "refused", error: null, current: seen } as const;
const silent = { kind: "not-canceled", because: "console", error: null, current: seen } as const;
const needsForce = { kind: "needs-force", current: { ...seen, ...started } } as const;
const ended = { kind: "already-finished", status: "FAILED", current: { ...seen, status: "FAILED" } } as const;
const conflict = { kind: "version-conflict", expectedVersion: 7 } as const;
const conflictNow = { ...conflict, versionNumber: 8, current: seen };
const LATER = { queuedAt: new Date("2026-11-23T12:00:01Z") };
const replaced = {
  kind: "replaced",
  seen: toObserved(seen),
  differs: ["queuedAt"],
  current: { ...seen, ...LATER },
} as const;

test.each<[string, OutcomeFailure, now: Partial<Execution>, expected: Partial<OutcomeFailure>, saw?: object]>(
  [
    ["AWS's no stays a no", refused, {}, { kind: "not-canceled", because: "refused" }],
    ["AWS, never asked, is not blamed", silent, {}, { kind: "not-canceled", because: "console" }],
    [
      "AWS's silence is reported, with what came in its place",
      { kind: "unknown", silent: "aws", error: "TimeoutError" },
      {},
      { kind: "not-canceled", because: "aws", error: "TimeoutError" },
    ],
    [
      "and our own",
      { kind: "unknown", silent: "console", error: null },
      {},
      { kind: "not-canceled", because: "console", error: null },
    ],
    ["what moved on has changed", refused, { versionNumber: 8 }, { ...conflict, versionNumber: 8 }],
    [
      "a device at work still needs force",
      needsForce,
      { ...started, versionNumber: 9 },
      { kind: "needs-force" },
    ],
    [
      "so it does without versions",
      needsForce,
      { ...started, ...unversioned },
      { kind: "needs-force" },
      unversioned,
    ],
    ["a conflict stays one though a read lags", conflictNow, {}, conflict],
    ["an end is reported, whatever was before", silent, { status: "FAILED" }, { kind: "already-finished" }],
    ["somebody's cancellation, too", refused, { status: "CANCELED" }, { kind: "already-canceled" }],
    [
      "one that was created again is another one",
      refused,
      { executionNumber: 2 },
      { kind: "replaced", seen: toObserved(seen), differs: ["executionNumber"] },
    ],
    ["so it is under the same number", conflictNow, LATER, { kind: "replaced", differs: ["queuedAt"] }],
    ["also when it is over", needsForce, { ...LATER, status: "FAILED" }, { kind: "replaced" }],
    [
      "a later attempt is another one",
      refused,
      { ...started, startedAt: LATER.queuedAt },
      { kind: "replaced", differs: ["startedAt"] },
      { ...started, startedAt: NOW },
    ],
    [
      "unless it is over",
      refused,
      { status: "TIMED_OUT", startedAt: LATER.queuedAt },
      { kind: "already-finished", status: "TIMED_OUT" },
      { ...started, startedAt: NOW },
    ],
    [
      "no attempt follows a cancellation, so a later attempt proves that nothing was canceled",
      { kind: "unknown", silent: "aws", error: null },
      { ...started, startedAt: LATER.queuedAt },
      { kind: "replaced", differs: ["startedAt"] },
      { ...started, startedAt: NOW },
    ],
    [
      "another one that is gone again is blamed on no version",
      replaced,
      {},
      { ...conflict, expectedVersion: null },
    ],
    ["an end that is gone again is blamed on no version", ended, {}, { ...conflict, expectedVersion: null }],
  ],
)("read again: %s", (_, before, now, expected, saw = {}) => {
  const current = { ...seen, ...now };
  const answer = { seen: { ...seen, ...saw }, expectedVersion: 7, current };
  expect(outcomeReadAgain(before, answer)).toMatchObject({ ...expected, current });
});

test("after an unanswered cancellation, another execution in its place proves nothing", () => {
  const unknown = { kind: "unknown", silent: "aws", error: "TimeoutError" } as const;
  for (const status of ["QUEUED", "CANCELED"]) {
    const current = { ...seen, ...LATER, status };
    expect(outcomeReadAgain(unknown, { seen, expectedVersion: 7, current })).toEqual(unknown);
  }
});

test("a cancellation without a version cannot fail because of one", () => {
  const answer = { seen, expectedVersion: null, current: { ...seen, versionNumber: 8 } };
  expect(outcomeReadAgain(refused, answer)).toMatchObject({ ...conflict, expectedVersion: null });
});

test("a denial leaves the form as it is, and so does success", () => {
  expect(isOutcome(refused)).toBe(true);
  expect(isOutcome({ kind: "throttled", api: "CancelJobExecution" })).toBe(false);
  expect(isOutcome(null)).toBe(false);
});
