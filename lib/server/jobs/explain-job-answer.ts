import {
  attributeJobCancellation,
  type CanceledJob,
  type CancelJobCall,
  type CancelJobFailure,
  isJobOpen,
} from "@/lib/core/domain/cancel-job";
import type { Job } from "@/lib/core/domain/job";
import { isSameTime } from "@/lib/core/domain/observed-execution";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { readUntil } from "@/lib/server/executions/read-until-canceled";
import type { CancelJobAnswer, IotGateway } from "@/lib/server/iot/iot-gateway";

type Iot = Pick<IotGateway, "describeJob">;

/** Why a call that has an audit entry did not cancel the job, or is not known to have. */
export type SentJobFailure = Exclude<CancelJobFailure, { kind: "not-recorded" }>;

type Outcome = Result<CanceledJob, SentJobFailure>;

/** Reads from AWS itself, not from the cache, at the priority of a cancellation. */
export const FRESH = { maxAgeMs: 0, priority: "cancel" } as const;

/** Reads the job that AWS has accepted to cancel. */
export async function confirmJobCanceled(iot: Iot, before: Job): Promise<CanceledJob> {
  const after = await readUntilOver(iot, before);
  const current = after.ok && isSameJob(before, after.value) ? after.value : before;
  return { current, confirmed: current.status === "CANCELED", by: "us" };
}

/** Determines the outcome of a call that AWS did not accept, by reading the job again. */
export async function explainJobAnswer(
  iot: Iot,
  before: Job,
  call: CancelJobCall,
  answer: CancelJobAnswer,
): Promise<Outcome> {
  switch (answer.kind) {
    case "invalid-request": {
      // AWS does not document its answer for a job that has ended; this is the one declared error that fits (facts
      // 2.6). Our own call may have ended it, if a proxy sent it twice, and reads may lag behind.
      const now = await readUntilOver(iot, before);
      if (!now.ok && now.failure.kind !== "not-found")
        return fail({ kind: "unknown", silent: "aws", error: "InvalidRequestException" });
      return now.ok && !isJobOpen(now.value.status) ? ended(before, call, now.value) : fail(answer);
    }
    case "unconfirmed": {
      const { error } = answer;
      const now = await readUntilOver(iot, before);
      // If the job was created again since, the outcome of the one that was meant can no longer be read.
      if (!now.ok || !isSameJob(before, now.value)) return fail({ kind: "unknown", silent: "aws", error });
      if (!isJobOpen(now.value.status)) return ended(before, call, now.value);
      return fail({ kind: "not-canceled", error, current: now.value });
    }
    case "too-late":
      return fail({ kind: "too-late" });
    case "unavailable":
      return fail(answer);
    case "limit-exceeded":
    case "not-found":
    case "denied":
    case "credentials":
    case "throttled": {
      // A proxy may have sent the call twice, and AWS may have refused only the second copy. One read shows it.
      const now = await iot.describeJob(before.jobId, FRESH);
      return now.ok && !isJobOpen(now.value.status) ? ended(before, call, now.value) : fail(answer);
    }
  }
}

const readUntilOver = (iot: Iot, { jobId }: Job) =>
  readUntil(
    () => iot.describeJob(jobId, FRESH),
    ({ status }) => !isJobOpen(status),
  );

const isSameJob = (before: Job, now: Job) => isSameTime(before.createdAt, now.createdAt) !== false;

/** The job is over. If it is canceled, the read may be showing our own cancellation. */
function ended(before: Job, call: CancelJobCall, now: Job): Outcome {
  if (!isSameJob(before, now))
    return fail({ kind: "job-replaced", seenCreatedAt: before.createdAt, current: now });
  if (now.status !== "CANCELED") return fail(notOpen(now));
  const by = attributeJobCancellation(before, call, now);
  return by === "others" ? fail(notOpen(now)) : ok({ current: now, confirmed: true, by });
}

/** The job has ended, or has a status that we do not know. */
export function notOpen(current: Job): SentJobFailure {
  return { kind: "job-not-open", status: current.status, current };
}
