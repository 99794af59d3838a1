import { expect, test } from "vitest";
import type { JobCounts } from "@/lib/core/domain/job";
import { countedIn, countersWords } from "./counters-words";

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

test("lists the count of each status, open ones first", () => {
  expect(countersWords({ ...NONE, SUCCEEDED: 2791, IN_PROGRESS: 288, QUEUED: 1492 })).toBe(
    "1,492 queued · 288 in progress · 2,791 succeeded",
  );
});

test("says so when there is none", () => {
  expect(countersWords(NONE)).toBe("no executions yet");
});

test("counts the given statuses, or all", () => {
  const counts = { ...NONE, QUEUED: 3, FAILED: 2, TIMED_OUT: 1 };
  expect(countedIn(counts, ["QUEUED", "FAILED"])).toBe(5);
  expect(countedIn(counts, [])).toBe(6);
});
