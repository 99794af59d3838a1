import { describe, expect, test } from "vitest";
import {
  type AnswerKind,
  itemOutcomeOf,
  MAX_TRIES,
  mayHaveCanceled,
  toAnswerKind,
  waitMsAfter,
} from "./item-outcome";
import type { ItemOutcome } from "./operation";

const FIRST = { tries: 1, wasOurs: false };
const LAST = { tries: MAX_TRIES, wasOurs: false };

/** For each answer, how an item ends after its first try and after its last. */
const TABLE: Record<AnswerKind, [ItemOutcome | null, ItemOutcome]> = {
  canceled: ["canceled", "canceled"],
  accepted: ["canceled", "canceled"],
  "canceled-by-us-or-others": ["canceled", "canceled"],
  "already-canceled": ["already-finished", "already-finished"],
  "already-finished": ["already-finished", "already-finished"],
  "needs-force": ["started-meanwhile", "started-meanwhile"],
  "version-conflict": ["changed-meanwhile", "changed-meanwhile"],
  replaced: ["changed-meanwhile", "changed-meanwhile"],
  "unknown-status": ["changed-meanwhile", "changed-meanwhile"],
  "not-found": ["not-found", "not-found"],
  denied: ["denied", "denied"],
  forbidden: ["denied", "denied"],
  "held-back": [null, "gave-up"],
  "too-late": [null, "gave-up"],
  "other-account": [null, "gave-up"],
  credentials: [null, "gave-up"],
  throttled: [null, "gave-up"],
  unavailable: [null, "gave-up"],
  "not-canceled": [null, "gave-up"],
  unknown: [null, "unknown"],
  "invalid-request": ["gave-up", "gave-up"],
  "too-many-details": ["gave-up", "gave-up"],
  "not-comparable": ["gave-up", "gave-up"],
  "signed-out": ["gave-up", "gave-up"],
  console: ["gave-up", "gave-up"],
};

describe("an item", () => {
  test.each(Object.entries(TABLE))("that is answered %s ends as %s", (kind, [first, last]) => {
    expect(itemOutcomeOf(kind as AnswerKind, FIRST)).toBe(first);
    expect(itemOutcomeOf(kind as AnswerKind, { ...FIRST, tries: MAX_TRIES - 1 })).toBe(first);
    expect(itemOutcomeOf(kind as AnswerKind, LAST)).toBe(last);
    expect(toAnswerKind(kind)).toBe(kind);
  });

  test("an item that an earlier try of its own operation canceled is canceled", () => {
    expect(itemOutcomeOf("already-canceled", { tries: 2, wasOurs: true })).toBe("canceled");
  });

  test("waits longer each time, up to a minute", () => {
    expect([1, 2, 3, 6, 7, 20].map(waitMsAfter)).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
  });
});

test("a word of the audit log that is not ours is recognized as such", () => {
  expect(toAnswerKind("retention")).toBeNull();
  expect(toAnswerKind("toString")).toBeNull();
});

test.each([
  [null, true],
  ["accepted", true],
  ["canceled-by-us-or-others", true],
  ["unknown", true],
  ["not-canceled", true],
  ["throttled", false],
  ["held-back", false],
  ["too-late", false],
  ["replaced", false],
  ["already-canceled", false],
  ["needs-force", false],
])("a cancellation that ended as %s may have canceled: %s", (kind, may) => {
  expect(mayHaveCanceled(kind)).toBe(may);
});
