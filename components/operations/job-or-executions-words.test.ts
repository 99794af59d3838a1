import { expect, test } from "vitest";
import type { JobCounts } from "@/lib/core/domain/job";
import { inProgressWords, queuedWords } from "./job-or-executions-words";

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

test("executions in progress are counted by the job, not by the plan", () => {
  expect(inProgressWords({ ...NONE, IN_PROGRESS: 1_500 })).toEqual({
    executions: "1,500 executions left alone",
    job: "1,500 go on, and may still finish and report, unless forced",
  });
  expect(inProgressWords({ ...NONE, IN_PROGRESS: 1 })).toEqual({
    executions: "1 execution left alone",
    job: "1 goes on, and may still finish and report, unless forced",
  });
  expect(inProgressWords(NONE)).toEqual({ executions: "None now", job: "None now" });
});

test("queued executions are counted separately for the plan and for the job", () => {
  expect(queuedWords(1_492, { ...NONE, QUEUED: 1_500 })).toEqual({
    executions: "1,492 on the list, canceled",
    job: "All are canceled, 1,500 now",
  });
  expect(queuedWords(0, NONE)).toEqual({ executions: "None on the list", job: "None now" });
});
