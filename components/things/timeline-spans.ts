import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";

/** One execution on the timeline, in fractions 0 to 1 of the time shown. */
export interface TimelineSpan {
  execution: ExecutionSummary;
  queuedFrom: number;
  /** When it started; null if it never did. */
  startedAt: number | null;
  /** When the last report of one in progress came; null: it is not in progress. */
  silentFrom: number | null;
  /** 1 for an open one. */
  to: number;
  isOpen: boolean;
}

export interface Timeline {
  from: Date;
  spans: TimelineSpan[];
  /** Executions that are not shown: older, or without a time. */
  left: number;
}

/** More rows than this belong into a table. */
const MAX_SPANS = 12;

/**
 * Lays executions out from where the oldest open one was queued up to now: people look for what it waits for, and
 * months of history would squeeze that into a line. Without an open one, lays out all. Null when there is nothing to
 * show.
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
