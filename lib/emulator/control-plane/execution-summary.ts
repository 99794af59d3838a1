import { toSeconds } from "../http/timestamp.ts";
import { asShown } from "../state/execution.ts";
import type { Execution } from "../state/job.ts";

/** JobExecutionSummary: no version, no status details, and startedAt only after the start (facts 1.3). */
export function toExecutionSummary(execution: Execution): object {
  const shown = asShown(execution);
  return {
    status: shown.status,
    queuedAt: toSeconds(shown.queuedAtMs),
    startedAt: shown.startedAtMs === undefined ? undefined : toSeconds(shown.startedAtMs),
    lastUpdatedAt: toSeconds(shown.lastUpdatedAtMs),
    executionNumber: shown.executionNumber,
    retryAttempt: shown.retryAttempt,
  };
}
