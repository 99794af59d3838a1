import { jobId } from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { boolean, optional, required } from "../http/shape.ts";
import { toSeconds } from "../http/timestamp.ts";
import { readConfiguration } from "../state/job-configuration.ts";
import type { Job } from "../state/job.ts";
import { hasWindows, listNextWindows } from "../state/maintenance-windows.ts";
import { writeScheduledTime } from "../state/scheduled-time.ts";
import { requireJob } from "./require-resource.ts";

/** The most targets in `processingTargets` while the job rolls out. */
const MAX_PROCESSING_TARGETS = 100;

/**
 * As in the real sample of facts 1.3, empty configurations are `{}` and all eight counters are present. The counters count
 * tries, not things: a thing that failed three times counts three [GH boto/boto3#4656].
 */
export const describeJobOperation = defineOperation({
  api: "DescribeJob",
  method: "GET",
  path: "/jobs/{jobId}",
  labels: { jobId: required(jobId) },
  query: { beforeSubstitution: optional(boolean()) },
  act(call, { jobId }) {
    const job = requireJob(call, jobId);
    return { documentSource: job.documentSource, job: toJob(call, job) };
  },
});

function toJob({ arns, nowMs }: Call, job: Job): object {
  return {
    jobArn: arns.of("job", job.jobId),
    jobId: job.jobId,
    targetSelection: job.targetSelection,
    status: job.status,
    forceCanceled: job.forceCanceled ? true : undefined,
    reasonCode: job.reasonCode,
    comment: job.comment,
    targets: listTargetArns(arns, job),
    description: job.description,
    ...readConfiguration(job),
    createdAt: toSeconds(job.createdAtMs),
    lastUpdatedAt: toSeconds(job.lastUpdatedAtMs),
    completedAt: job.completedAtMs === undefined ? undefined : toSeconds(job.completedAtMs),
    jobProcessDetails: {
      processingTargets: job.isRollingOut
        ? listTargetArns(arns, job).slice(0, MAX_PROCESSING_TARGETS)
        : undefined,
      numberOfCanceledThings: job.executions.shownCount("CANCELED"),
      numberOfSucceededThings: job.executions.shownCount("SUCCEEDED"),
      numberOfFailedThings: job.executions.shownCount("FAILED") + job.retriedCounts.FAILED,
      numberOfRejectedThings: job.executions.shownCount("REJECTED"),
      numberOfQueuedThings: job.executions.shownCount("QUEUED"),
      numberOfInProgressThings: job.executions.shownCount("IN_PROGRESS"),
      numberOfRemovedThings: job.executions.shownCount("REMOVED"),
      numberOfTimedOutThings: job.executions.shownCount("TIMED_OUT") + job.retriedCounts.TIMED_OUT,
    },
    namespaceId: job.namespaceId,
    jobTemplateArn: job.jobTemplateArn,
    isConcurrent: job.isConcurrent,
    schedulingConfig: job.scheduling,
    scheduledJobRollouts: toScheduledRollouts(job, nowMs),
    destinationPackageVersions: job.destinationPackageVersions,
  };
}

/** The next seven windows [MD]. Presumed: their times have the format of the schedule's. */
function toScheduledRollouts(job: Job, nowMs: number): { startTime: string }[] | undefined {
  if (!hasWindows(job) || job.completedAtMs !== undefined || job.status === "CANCELED") return undefined;
  return listNextWindows(job, nowMs).map((startMs) => ({ startTime: writeScheduledTime(startMs) }));
}

function listTargetArns(arns: Call["arns"], job: Job): string[] {
  return [
    ...job.targets.things.map((name) => arns.of("thing", name)),
    ...job.targets.groups.map((name) => arns.of("thinggroup", name)),
  ];
}
