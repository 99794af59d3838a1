import type { ExecutionSummary } from "./execution";
import type { TriageThresholds } from "./triage";
import { stuckMinutes } from "./triage-thing";

/** What keeps a device's queue, in the order in which it matters to whoever has to free it. */
export type ThingDiagnosis =
  | { kind: "idle" }
  /** No open execution was listed so far, and the list goes on. */
  | { kind: "none-so-far" }
  | { kind: "waiting"; queued: number; since: Date | null }
  | { kind: "working"; execution: ExecutionSummary; behind: number }
  | { kind: "silent"; execution: ExecutionSummary; since: Date; behind: number };

/**
 * Says what the open executions of one thing mean together.
 *
 * AWS hands out executions in progress before queued ones (facts 2.1), so the one that was
 * silent for longest is what all others wait for.
 *
 * @param typeName the thing's; null where it has none, or none was read
 * @param isPart there are more open executions to read than `open`
 */
export function diagnoseThing(
  open: readonly ExecutionSummary[],
  { typeName, isPart }: { typeName: string | null; isPart: boolean },
  thresholds: TriageThresholds,
  now: Date,
): ThingDiagnosis {
  const queued = open.filter((execution) => execution.status === "QUEUED");
  const running = open.filter((execution) => execution.status === "IN_PROGRESS").sort(byLastUpdate);
  const [first] = running;

  if (!first && queued.length === 0) return { kind: isPart ? "none-so-far" : "idle" };
  if (!first) return { kind: "waiting", queued: queued.length, since: oldest(queued) };

  const since = first.lastUpdatedAt ?? first.startedAt;
  const silentAfterMs = stuckMinutes(first.jobId, { typeName }, thresholds) * MINUTE_MS;
  if (since && now.getTime() - since.getTime() >= silentAfterMs)
    return { kind: "silent", execution: first, since, behind: queued.length };
  return { kind: "working", execution: first, behind: queued.length };
}

const MINUTE_MS = 60_000;

const time = (date: Date | null) => date?.getTime() ?? 0;

function byLastUpdate(a: ExecutionSummary, b: ExecutionSummary): number {
  return time(a.lastUpdatedAt) - time(b.lastUpdatedAt);
}

function oldest(executions: readonly ExecutionSummary[]): Date | null {
  const dates = executions.flatMap((execution) => execution.queuedAt ?? []);
  return dates.length === 0 ? null : new Date(Math.min(...dates.map(time)));
}
