import { publishExecutionEvent } from "../events/publish-execution-event.ts";
import { abortJobWhenCriteriaMet } from "./abort-job.ts";
import { completeJobWhenDone } from "./complete-job.ts";
import type { Execution } from "./job.ts";
import { setExecutionStatus } from "./set-execution-status.ts";
import type { World } from "./world.ts";

type Ending = "SUCCEEDED" | "FAILED" | "REJECTED" | "TIMED_OUT" | "REMOVED";

/**
 * Ends an open execution, or puts it back to QUEUED where the job's retry configuration still allows a try
 * (only after FAILED and TIMED_OUT, facts 2.4); then looks whether that aborts or completes the job.
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
 * Guesses (facts 2.4, unverified): lists never show the FAILED in between, queuedAt is set again, startedAt is dropped
 * until the next start, the execution number stays, and the event of a failed try is published all the same. The last is
 * the worst case for a reader of events. That startedAt is absent while QUEUED is documented for an execution that never
 * started.
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
