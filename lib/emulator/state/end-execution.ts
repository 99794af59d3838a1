import { publishExecutionEvent } from "../events/publish-execution-event.ts";
import { abortJobWhenCriteriaMet } from "./abort-job.ts";
import { completeJobWhenDone } from "./complete-job.ts";
import type { Execution } from "./job.ts";
import { setExecutionStatus } from "./set-execution-status.ts";
import type { World } from "./world.ts";

type Ending = "SUCCEEDED" | "FAILED" | "REJECTED" | "TIMED_OUT" | "REMOVED";

/**
 * Ends an open execution, or queues it again where the job's retry configuration allows another try (only after FAILED
 * and TIMED_OUT, facts 2.4). Then aborts or completes the job if this was the last thing missing.
 */
export function endExecution(world: World, execution: Execution, ending: Ending): void {
  if (isRetried(execution, ending)) {
    const { retriedCounts } = execution.job;
    retriedCounts[ending]++;
    // Before the retry: abort criteria are there "to avoid further retry attempts" [DG:jobs-configurations-details].
    abortJobWhenCriteriaMet(world, execution.job);
    if (execution.job.isActive) {
      requeue(world, execution, ending);
      return;
    }
    retriedCounts[ending]--;
  }
  setExecutionStatus(world, execution, ending);
  abortJobWhenCriteriaMet(world, execution.job);
  completeJobWhenDone(world, execution.job);
}

function isRetried(execution: Execution, ending: Ending): ending is "FAILED" | "TIMED_OUT" {
  const { job } = execution;
  if (!job.isActive || (ending !== "FAILED" && ending !== "TIMED_OUT")) return false;
  const criteria =
    job.retry?.find(({ failureType }) => failureType === ending) ??
    job.retry?.find(({ failureType }) => failureType === "ALL");
  if (!criteria) return false;
  if (criteria.failureType === "ALL") return execution.retryAttempt < criteria.numberOfRetries;
  const afterFailure = execution.retriesAfterFailure;
  const used = ending === "FAILED" ? afterFailure : execution.retryAttempt - afterFailure;
  return used < criteria.numberOfRetries;
}

/**
 * Guesses (facts 2.4, unverified): lists never show the FAILED in between, queuedAt is set again, startedAt is absent
 * until the next start, and the execution number stays. AWS documents that startedAt is absent while QUEUED only for an
 * execution that never started. The event of the failed try is published nevertheless: the worst case for a consumer.
 */
function requeue(world: World, execution: Execution, ending: "FAILED" | "TIMED_OUT"): void {
  execution.retryAttempt++;
  if (ending === "FAILED") execution.retriesAfterFailure++;
  execution.queuedAtMs = world.clock.now();
  execution.startedAtMs = undefined;
  execution.timesOutAtMs = undefined;
  execution.stepTimesOutAtMs = undefined;
  setExecutionStatus(world, execution, "QUEUED");
  publishExecutionEvent(world, execution, ending);
}
