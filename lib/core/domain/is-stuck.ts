import type { ExecutionSummary } from "./execution";
import type { TriageThresholds } from "./triage";

/** What of an execution decides whether it is stuck. */
export type Silence = Pick<ExecutionSummary, "jobId" | "status" | "lastUpdatedAt" | "startedAt">;

const MINUTE_MS = 60_000;

/**
 * When an execution in progress becomes stuck, unless an update arrives: its last update, or its start if it was never
 * updated, plus its threshold. The threshold of its job goes before that of its thing type, and that before the fleet's.
 *
 * @param typeName the thing's type, null if it has none. Undefined if it was not read: then the longest threshold of any
 *   type applies, so that nothing is called stuck that might not be. Lists of a job's executions have no types.
 * @returns null if it is not in progress, or AWS gave neither time
 */
export function stuckFrom(
  execution: Silence,
  typeName: string | null | undefined,
  thresholds: TriageThresholds,
): Date | null {
  const since = silentSince(execution);
  if (execution.status !== "IN_PROGRESS" || since === null) return null;
  const types = typeName === undefined ? [null, ...Object.keys(thresholds.stuckMinutesOfType)] : [typeName];
  const minutes = Math.max(...types.map((type) => stuckMinutes(execution.jobId, type, thresholds)));
  return new Date(since.getTime() + minutes * MINUTE_MS);
}

/** Whether an execution is stuck: in progress without an update for as long as its threshold. See `stuckFrom`. */
export function isStuck(
  execution: Silence,
  typeName: string | null | undefined,
  thresholds: TriageThresholds,
  nowMs: number,
): boolean {
  const from = stuckFrom(execution, typeName, thresholds);
  return from !== null && from.getTime() <= nowMs;
}

/** The last time that AWS heard of an execution in progress. Null: AWS gave neither an update nor a start. */
export const silentSince = ({ lastUpdatedAt, startedAt }: Pick<Silence, "lastUpdatedAt" | "startedAt">) =>
  lastUpdatedAt ?? startedAt;

function stuckMinutes(jobId: string, typeName: string | null, thresholds: TriageThresholds): number {
  const ofType = typeName === null ? undefined : own(thresholds.stuckMinutesOfType, typeName);
  return own(thresholds.stuckMinutesOfJob, jobId) ?? ofType ?? thresholds.stuckMinutes;
}

/** Names are AWS's, and `constructor` is a legal one. */
const own = (minutes: Readonly<Record<string, number>>, name: string) =>
  Object.hasOwn(minutes, name) ? minutes[name] : undefined;
