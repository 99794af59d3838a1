import type { ExecutionSummary } from "@/lib/core/domain/execution";
import type { JobCounts } from "@/lib/core/domain/job";
import { countOf } from "@/lib/core/format/count";

/**
 * Why the counters and the rows of a job that retries differ: AWS counts each try that failed or timed out, and lists
 * an execution once (facts 8). Null where nothing has failed, the job does not retry, or the loaded rows do not show
 * that retries explain the difference.
 *
 * @param rows all executions of the job; null where not all are loaded: retries are then only a possible reason
 */
export function triesNote(
  counts: JobCounts,
  retries: boolean,
  rows: readonly Pick<ExecutionSummary, "status" | "retryAttempt">[] | null,
): string | null {
  const failed = counts.FAILED + counts.TIMED_OUT;
  if (!retries || failed === 0) return null;
  if (rows === null)
    return "This job retries, and AWS counts each try: “Failed” and “Timed out” may count more than there are rows.";
  const more = failed - rows.filter(({ status }) => status === "FAILED" || status === "TIMED_OUT").length;
  const retried = rows.reduce((sum, { retryAttempt }) => sum + (retryAttempt ?? 0), 0);
  // Counters follow with a delay: retries are the reason only where they account for the whole difference.
  return more > 0 && more === retried
    ? `AWS counts tries: ${countOf(more, "try", "tries")} that failed or timed out ${more === 1 ? "was retried and has no row of its" : "were retried and have no row of their"} own.`
    : null;
}
