import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";

/** One execution on the timeline. Times are fractions of the time shown: 0 is its start, 1 is now. */
export interface TimelineSpan {
  execution: ExecutionSummary;
  queuedFrom: number;
  /** When it started. Null if it has not. */
  startedAt: number | null;
  /** When the device last reported, if the execution is in progress. Null if it is not. */
  silentFrom: number | null;
  /** When it ended. 1 if it is open. */
  to: number;
  isOpen: boolean;
}

export interface Timeline {
  from: Date;
  spans: TimelineSpan[];
  /** How many executions are not shown: they are older, have no time, or exceed the limit. */
  left: number;
}

/** The most rows. For more, people use the table. */
const MAX_SPANS = 12;

/**
 * Lays out the executions since the oldest open one was queued. People want to see what it waits for, and months of
 * history would squeeze that into a line. If none is open, lays out all. Returns null if there is nothing to show.
 */
export function layOutTimeline(executions: readonly ExecutionSummary[], now: Date): Timeline | null {
  const timed = executions.filter((execution) => execution.queuedAt !== null);
  const open = timed.filter((execution) => !isFinished(execution));
  const start = Math.min(...(open.length > 0 ? open : timed).map((execution) => time(execution.queuedAt)));
  const shown = timed
    .filter((execution) => !isFinished(execution) || time(execution.lastUpdatedAt) >= start)
    .sort(openFirstThenLatest)
    .slice(0, MAX_SPANS)
    .sort(byQueuedAt);
  const [oldest] = shown;
  if (!oldest) return null;

  const from = Math.max(start, time(oldest.queuedAt));
  const length = Math.max(now.getTime() - from, 1);
  const at = (date: Date | null) =>
    date === null ? null : Math.min(1, Math.max(0, (date.getTime() - from) / length));

  return {
    from: new Date(from),
    left: executions.length - shown.length,
    spans: shown.map((execution) => {
      const isOpen = !isFinished(execution);
      const queuedFrom = at(execution.queuedAt) ?? 0;
      return {
        execution,
        queuedFrom,
        startedAt: at(execution.startedAt),
        silentFrom:
          execution.status === "IN_PROGRESS" ? at(execution.lastUpdatedAt ?? execution.startedAt) : null,
        to: isOpen ? 1 : Math.max(queuedFrom, at(execution.lastUpdatedAt) ?? queuedFrom),
        isOpen,
      };
    }),
  };
}

const time = (date: Date | null) => date?.getTime() ?? 0;
const isFinished = (execution: ExecutionSummary) => executionStage(execution.status) === "finished";

function openFirstThenLatest(a: ExecutionSummary, b: ExecutionSummary): number {
  return Number(isFinished(a)) - Number(isFinished(b)) || time(b.lastUpdatedAt) - time(a.lastUpdatedAt);
}

function byQueuedAt(a: ExecutionSummary, b: ExecutionSummary): number {
  return time(a.queuedAt) - time(b.queuedAt);
}
