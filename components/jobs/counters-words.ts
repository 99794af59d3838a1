import { EXECUTION_STATUSES } from "@/lib/core/domain/execution-status";
import type { JobCounts } from "@/lib/core/domain/job";
import { countWords } from "@/lib/core/format/count";
import { executionStatusWord } from "@/lib/core/format/execution-status-word";

/** "1,492 queued · 288 in progress · 144 failed": the count of each status, open ones first. */
export function countersWords(counts: JobCounts): string {
  const words = EXECUTION_STATUSES.filter((status) => counts[status] > 0).map(
    (status) => `${countWords(counts[status])} ${executionStatusWord(status).toLowerCase()}`,
  );
  return words.join(" · ") || "no executions yet";
}

/** How many executions AWS counts in these statuses, or in all of them where none is given. */
export function countedIn(counts: JobCounts, statuses: readonly (keyof JobCounts)[]): number {
  const wanted = statuses.length === 0 ? EXECUTION_STATUSES : statuses;
  return wanted.reduce((sum, status) => sum + counts[status], 0);
}
