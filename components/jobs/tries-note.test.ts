import { expect, test } from "vitest";
import type { JobCounts } from "@/lib/core/domain/job";
import { triesNote } from "./tries-note";

const NONE: JobCounts = {
  QUEUED: 0,
  IN_PROGRESS: 0,
  SUCCEEDED: 0,
  FAILED: 0,
  TIMED_OUT: 0,
  REJECTED: 0,
  REMOVED: 0,
  CANCELED: 0,
};
const row = (status: string, retryAttempt: number | null) => ({ status, retryAttempt });
const POSSIBLE =
  "This job retries, and AWS counts each try: “Failed” and “Timed out” may count more than there are rows.";

test("one thing that failed three times is one row and counts three", () => {
  expect(triesNote({ ...NONE, FAILED: 3 }, true, [row("FAILED", 2)])).toBe(
    "AWS counts tries: 2 tries that failed or timed out were retried and have no row of their own.",
  );
  const timedOut = { ...NONE, TIMED_OUT: 1, SUCCEEDED: 1 };
  expect(triesNote(timedOut, true, [row("SUCCEEDED", 1)])).toBe(
    "AWS counts tries: 1 try that failed or timed out was retried and has no row of its own.",
  );
});

test("with rows missing, retries are called a possible reason only", () => {
  expect(triesNote({ ...NONE, FAILED: 3 }, true, null)).toBe(POSSIBLE);
});

test.each([
  ["the job does not retry", { ...NONE, FAILED: 3 }, false, null],
  ["nothing failed", { ...NONE, QUEUED: 3 }, true, null],
  ["counters and rows agree", { ...NONE, FAILED: 1 }, true, [row("FAILED", 0)]],
  ["the counters are behind", { ...NONE, FAILED: 1 }, true, [row("FAILED", 2), row("FAILED", 0)]],
  ["retries do not account for it", { ...NONE, FAILED: 5 }, true, [row("FAILED", 2)]],
  ["AWS does not say how often it was retried", { ...NONE, FAILED: 3 }, true, [row("FAILED", null)]],
] as const)("says nothing where %s", (_why, counts, retries, rows) => {
  expect(triesNote(counts, retries, rows)).toBeNull();
});
