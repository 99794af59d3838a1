import { expect, test } from "vitest";
import type { CancelJobFailure } from "@/lib/core/domain/cancel-job";
import type { Job } from "@/lib/core/domain/job";
import { cancelJobFailureMessage } from "./cancel-job-failure-message";

const current = { jobId: "fw", status: "IN_PROGRESS" } as Job;
const over = (status: string): CancelJobFailure => ({ kind: "job-not-open", status, current });

test.each<[CancelJobFailure, string]>([
  [over("COMPLETED"), "completed already"],
  [over("CANCELED"), "canceled already"],
  [over("DELETION_IN_PROGRESS"), "being deleted"],
  [over("ARCHIVED"), "“ARCHIVED”"],
  [over("unknown"), "AWS IoT gives no status for this job."],
  [{ kind: "limit-exceeded" }, "Too many jobs"],
  [{ kind: "job-replaced", seenCreatedAt: null, current }, "was deleted, and another one now has its id"],
  [
    { kind: "not-canceled", error: "InternalFailureException", current },
    "AWS did not confirm (InternalFailureException). The job was read again just now and is not canceled.",
  ],
  [{ kind: "not-canceled", error: null, current }, "AWS did not confirm. The job"],
  [
    { kind: "unknown", silent: "aws", error: "TimeoutError" },
    "AWS did not confirm (TimeoutError). No later read",
  ],
  [
    { kind: "unknown", silent: "console", error: null },
    "own server did not answer. Whether the job was canceled is not known yet. Look at the job again, or",
  ],
  [{ kind: "too-late" }, "held up after it had read the job"],
  [{ kind: "signed-out" }, "Nothing was canceled"],
  [{ kind: "not-recorded" }, "audit log"],
  [{ kind: "denied", action: "iot:CancelJob", resource: "job/fw" }, "iot:CancelJob on job/fw"],
  [{ kind: "forbidden", permission: "cancel-job", because: "thing" }, "a job may be on others too"],
])("%j has a sentence", (failure, words) => {
  const text = cancelJobFailureMessage(failure);
  expect(text).toContain(words);
  expect(text).toMatch(/^[A-Z].*[.]$/s);
  expect(text).not.toMatch(/undefined|null/);
});
