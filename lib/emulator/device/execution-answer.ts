import { toWholeSeconds } from "../http/timestamp.ts";
import { nearestTimeoutMs } from "../state/execution.ts";
import type { Execution } from "../state/job.ts";

/** JobExecution of the device plane: flat status details, whole epoch seconds [JD]. */
export function toExecutionAnswer(execution: Execution, nowMs: number, includeJobDocument: boolean): object {
  const timeoutMs = nearestTimeoutMs(execution);
  return {
    jobId: execution.job.jobId,
    thingName: execution.thingName,
    status: execution.status,
    statusDetails: execution.statusDetails,
    ...toExecutionTimes(execution),
    approximateSecondsBeforeTimedOut:
      timeoutMs === undefined ? undefined : Math.max(0, Math.ceil((timeoutMs - nowMs) / 1_000)),
    jobDocument: includeJobDocument ? execution.job.document : undefined,
  };
}

/** JobExecutionSummary of the device plane [JD]. */
export function toPendingAnswer(execution: Execution): object {
  return { jobId: execution.job.jobId, ...toExecutionTimes(execution) };
}

function toExecutionTimes(execution: Execution): object {
  return {
    queuedAt: toWholeSeconds(execution.queuedAtMs),
    startedAt: execution.startedAtMs === undefined ? undefined : toWholeSeconds(execution.startedAtMs),
    lastUpdatedAt: toWholeSeconds(execution.lastUpdatedAtMs),
    versionNumber: execution.versionNumber,
    executionNumber: execution.executionNumber,
  };
}
