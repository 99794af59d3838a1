import { type BarSegment, StackedBar } from "@/components/ui/stacked-bar";
import type { ExecutionStatus } from "@/lib/core/domain/execution-status";
import type { JobCounts } from "@/lib/core/domain/job";
import { executionStatusWord } from "@/lib/core/format/execution-status-word";

// Successes first, open executions in the middle, failures last.
const ORDER: readonly [ExecutionStatus, BarSegment["tone"]][] = [
  ["SUCCEEDED", "success"],
  ["IN_PROGRESS", "info"],
  ["QUEUED", "neutral"],
  ["CANCELED", "past"],
  ["REMOVED", "past"],
  ["FAILED", "danger"],
  ["REJECTED", "danger"],
  ["TIMED_OUT", "warning"],
];

/** A job's executions as shares of one bar. */
export function JobCountersBar({ counts }: { counts: JobCounts }) {
  return (
    <StackedBar
      label="Executions"
      segments={ORDER.map(([status, tone]) => ({
        id: status,
        label: executionStatusWord(status),
        value: counts[status],
        tone,
      }))}
    />
  );
}
