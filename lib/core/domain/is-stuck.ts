import type { ExecutionSummary } from "./execution";
import type { TriageThresholds } from "./triage";
import { stuckMinutes } from "./triage-thing";

const MINUTE_MS = 60_000;

/**
 * Whether an execution has been in progress without an update for longer than its threshold.
 *
 * @param typeName the thing's type, null where it has none. Undefined where it was not read, as lists of a job's
 * executions have no types: then only an execution that exceeds every type's threshold counts as stuck.
 */
export function isStuck(
  { jobId, status, lastUpdatedAt, startedAt }: Silence,
  typeName: string | null | undefined,
  thresholds: TriageThresholds,
  nowMs: number,
): boolean {
  const since = lastUpdatedAt ?? startedAt;
  if (status !== "IN_PROGRESS" || since === null) return false;
  const types = typeName === undefined ? [null, ...Object.keys(thresholds.stuckMinutesOfType)] : [typeName];
  const minutes = Math.max(...types.map((type) => stuckMinutes(jobId, { typeName: type }, thresholds)));
  return nowMs - since.getTime() >= minutes * MINUTE_MS;
}

export type Silence = Pick<ExecutionSummary, "jobId" | "status" | "lastUpdatedAt" | "startedAt">;
