import type { ExecutionSummary } from "./execution";

/** What keeps a device's queue, in the order in which it matters to whoever has to free it. */
export type ThingDiagnosis =
  | { kind: "idle" }
  | { kind: "waiting"; queued: number; since: Date | null }
  | { kind: "working"; execution: ExecutionSummary; behind: number }
  | { kind: "silent"; execution: ExecutionSummary; since: Date; behind: number };

/** An hour without an update is where support starts to ask; the fleet's own threshold comes with the index. */
export const SILENT_AFTER_MS = 60 * 60 * 1000;

/**
 * Says what the open executions of one thing mean together.
 *
 * AWS hands out executions in progress before queued ones (facts 2.1), so the one that was
 * silent for longest is what all others wait for.
 */
export function diagnoseThing(open: readonly ExecutionSummary[], now: Date): ThingDiagnosis {
  const queued = open.filter((execution) => execution.status === "QUEUED");
  const running = open.filter((execution) => execution.status === "IN_PROGRESS").sort(byLastUpdate);
  const [first] = running;

  if (!first)
    return queued.length === 0
      ? { kind: "idle" }
      : { kind: "waiting", queued: queued.length, since: oldest(queued) };

  const since = first.lastUpdatedAt ?? first.startedAt;
  if (since && now.getTime() - since.getTime() >= SILENT_AFTER_MS)
    return { kind: "silent", execution: first, since, behind: queued.length };
  return { kind: "working", execution: first, behind: queued.length };
}

const time = (date: Date | null) => date?.getTime() ?? 0;

function byLastUpdate(a: ExecutionSummary, b: ExecutionSummary): number {
  return time(a.lastUpdatedAt) - time(b.lastUpdatedAt);
}

function oldest(executions: readonly ExecutionSummary[]): Date | null {
  const dates = executions.flatMap((execution) => execution.queuedAt ?? []);
  return dates.length === 0 ? null : new Date(Math.min(...dates.map(time)));
}
