import type { ExecutionSummary } from "@/lib/domain/execution";
import { executionStage } from "@/lib/domain/execution-status";

/** One execution on the timeline, in fractions 0 to 1 of the time shown. */
export interface TimelineSpan {
  execution: ExecutionSummary;
  queuedFrom: number;
  /** Where it was started; null when it never was. */
  startedAt: number | null;
  /** 1 for what is open still. */
  to: number;
  isOpen: boolean;
}

export interface Timeline {
  from: Date;
  spans: TimelineSpan[];
  /** Executions that are not shown: older, or without a time. */
  left: number;
}

/** More rows than this are a table's work. */
const MAX_SPANS = 12;

/**
 * Lays executions out between the oldest shown and now: the most recently touched ones, open ones
 * first. Null when there is nothing to show.
 */
export function layOutTimeline(executions: readonly ExecutionSummary[], now: Date): Timeline | null {
  const timed = executions.filter((execution) => execution.queuedAt !== null);
  const shown = [...timed].sort(openFirstThenLatest).slice(0, MAX_SPANS).sort(byQueuedAt);
  const [oldest] = shown;
  if (!oldest) return null;

  const from = oldest.queuedAt!.getTime();
  const length = Math.max(now.getTime() - from, 1);
  const at = (date: Date | null) =>
    date === null ? null : Math.min(1, Math.max(0, (date.getTime() - from) / length));

  return {
    from: new Date(from),
    left: executions.length - shown.length,
    spans: shown.map((execution) => {
      const isOpen = executionStage(execution.status) !== "finished";
      const queuedFrom = at(execution.queuedAt) ?? 0;
      return {
        execution,
        queuedFrom,
        startedAt: at(execution.startedAt),
        to: isOpen ? 1 : Math.max(queuedFrom, at(execution.lastUpdatedAt) ?? queuedFrom),
        isOpen,
      };
    }),
  };
}

const time = (date: Date | null) => date?.getTime() ?? 0;
const isFinished = (execution: ExecutionSummary) => Number(executionStage(execution.status) === "finished");

function openFirstThenLatest(a: ExecutionSummary, b: ExecutionSummary): number {
  return isFinished(a) - isFinished(b) || time(b.lastUpdatedAt) - time(a.lastUpdatedAt);
}

function byQueuedAt(a: ExecutionSummary, b: ExecutionSummary): number {
  return time(a.queuedAt) - time(b.queuedAt);
}
