import { expect, test } from "vitest";
import type { ObservedExecution } from "@/lib/core/domain/observed-execution";
import { partialIdentityWords } from "./identity-words";

const AT = new Date("2026-11-23T12:00:00Z");
const QUEUED: ObservedExecution = {
  status: "QUEUED",
  executionNumber: 1,
  queuedAt: AT,
  startedAt: null,
  versionNumber: 1,
  origin: null,
};
const RUNNING: ObservedExecution = { ...QUEUED, status: "IN_PROGRESS", startedAt: AT };

test.each([QUEUED, RUNNING])("nothing is said where the identity is whole: %j", (observed) => {
  expect(partialIdentityWords(observed)).toBeNull();
});

test.each<[Partial<ObservedExecution>, string]>([
  [
    { queuedAt: null },
    "when this execution was queued, so only its number and version can tell it from another one.",
  ],
  [{ startedAt: null }, "was started, so"],
  [{ queuedAt: null, startedAt: null }, "was queued or started, so"],
  [{ queuedAt: null, executionNumber: null }, "only its version can tell"],
  [{ queuedAt: null, versionNumber: null }, "was queued, nor its version: nothing can tell it"],
])("with %j it says what is missing and what is left", (left, words) => {
  expect(partialIdentityWords({ ...RUNNING, ...left })).toContain(words);
});
