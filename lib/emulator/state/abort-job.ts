import type { FailureType } from "../seed/seed-format.ts";
import { cancelJob } from "./cancel-job.ts";
import type { Job } from "./job.ts";
import type { World } from "./world.ts";

/**
 * Cancels the job when one of its abort criteria is met. AWS sets reason and comment of such a job [DG:manage-job-cli];
 * their text is ours.
 *
 * A failed try counts even when it is retried. Only completed executions count as executed, and a deleted one no longer
 * does [DG:job-rollout-abort]. Presumed: canceled and removed executions are not completed.
 */
export function abortJobWhenCriteriaMet(world: World, job: Job): void {
  if (!job.isActive) return;
  const executed = job.endedCounts.SUCCEEDED + failures(job, "ALL");
  const met = job.abort?.find(
    (criteria) =>
      executed >= criteria.minNumberOfExecutedThings &&
      (failures(job, criteria.failureType) / executed) * 100 >= criteria.thresholdPercentage &&
      failures(job, criteria.failureType) > 0,
  );
  if (!met) return;
  cancelJob(world, job, {
    force: false,
    reasonCode: "ABORT_CRITERIA_MET",
    comment: `Aborted: ${met.failureType} reached ${met.thresholdPercentage} percent of executed things`,
  });
}

function failures(job: Job, type: FailureType): number {
  const FAILED = job.endedCounts.FAILED + job.retriedCounts.FAILED;
  const TIMED_OUT = job.endedCounts.TIMED_OUT + job.retriedCounts.TIMED_OUT;
  const { REJECTED } = job.endedCounts;
  return type === "ALL" ? FAILED + REJECTED + TIMED_OUT : { FAILED, REJECTED, TIMED_OUT }[type];
}
