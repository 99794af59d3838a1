import type { Connectivity } from "./thing";
import type { IndexedExecution, TriageReason, TriageThresholds } from "./triage";

/** The facts of a job that decide why its executions wait. Null: not known yet. */
export interface TriageJob {
  hasTimeout: boolean | null;
  /** It rolls out at a limited rate, so AWS has not notified all of its things yet. */
  rollsOutByRate: boolean;
  /** When it starts; null: it has no schedule. */
  scheduledAt: Date | null;
  /** As AWS has it now: not started, or between two maintenance windows (facts 2.5). */
  isScheduled: boolean;
  /** Executions of another namespace do not wait for it (facts 8). Empty: the default one. */
  namespace: string | null;
}

/** The facts of a thing that decide it. */
export interface TriageThing {
  typeName: string | null;
  /** Null: not looked up. */
  connectivity: Connectivity["state"] | null;
}

/** What the index derives of an execution, beside what AWS reports. */
export interface Triage {
  reason: TriageReason;
  severity: number;
  behind: number;
  blockedBy: string | null;
  since: Date | null;
  /** When it counts as stuck, or as waiting too long, unless AWS reports more. Null: `since` is not known. */
  dueAt: Date | null;
}

const MINUTE_MS = 60_000;

/**
 * Says for each open execution of ONE thing why it would need attention, and from when.
 *
 * A device gets executions in progress before queued ones (facts 2.1). So the queued ones wait for the one in progress in
 * the same namespace, or for the one that was silent longest where there are several. Executions whose namespace is not
 * known yet block nothing and wait for nothing.
 *
 * @param open all of the thing's open executions
 * @returns in the order of `open`
 */
export function triageThing(
  open: readonly IndexedExecution[],
  thing: TriageThing,
  jobOf: (jobId: string) => TriageJob,
  thresholds: TriageThresholds,
  now: Date,
): Triage[] {
  // Both by namespace.
  const blockers = new Map<string, IndexedExecution>();
  const behind = new Map<string, number>();
  for (const execution of [...open].sort(bySilence)) {
    const { namespace } = jobOf(execution.jobId);
    if (namespace === null) continue;
    if (execution.status === "QUEUED") behind.set(namespace, (behind.get(namespace) ?? 0) + 1);
    else if (execution.status === "IN_PROGRESS" && !blockers.has(namespace))
      blockers.set(namespace, execution);
  }

  return open.map((execution) => {
    const job = jobOf(execution.jobId);
    const blocker = job.namespace === null ? null : (blockers.get(job.namespace) ?? null);
    if (execution.status === "IN_PROGRESS") {
      const waiting = blocker === execution ? (behind.get(job.namespace!) ?? 0) : 0;
      return triageRunning(execution, waiting, thing, job, thresholds);
    }
    const blockerDueAt =
      blocker && dueAt(silentSince(blocker), stuckMinutes(blocker.jobId, thing, thresholds));
    const isStuck = blockerDueAt !== null && blockerDueAt <= now;
    const since = execution.queuedAt;
    return {
      reason: blocker ? (isStuck ? "behind-stuck" : "behind-another") : whyWaiting(thing, job, now),
      severity: 0,
      behind: 0,
      blockedBy: blocker?.jobId ?? null,
      since,
      dueAt: dueAt(since, thresholds.waitingMinutes),
    };
  });
}

function triageRunning(
  execution: IndexedExecution,
  behind: number,
  thing: TriageThing,
  { hasTimeout }: TriageJob,
  thresholds: TriageThresholds,
): Triage {
  const gone = whyGone(thing);
  const endsNever = hasTimeout === false;
  const since = silentSince(execution);
  return {
    reason: gone ?? (endsNever ? "stuck-no-timeout" : behind > 0 ? "stuck-blocking" : "stuck"),
    severity: Number(gone !== null) + Number(endsNever) + Number(behind > 0),
    behind,
    blockedBy: null,
    since,
    dueAt: dueAt(since, stuckMinutes(execution.jobId, thing, thresholds)),
  };
}

/** Two reasons: of the second AWS says neither since when, nor whether the device was ever connected. */
function whyGone({ connectivity }: TriageThing): TriageReason | null {
  if (connectivity === "disconnected") return "stuck-disconnected";
  return connectivity === "not-connected" ? "stuck-not-connected" : null;
}

/** What else holds it back while nothing is in progress on the thing: the job's reasons come before the device's. */
function whyWaiting({ connectivity }: TriageThing, job: TriageJob, now: Date): TriageReason {
  if (job.isScheduled || (job.scheduledAt !== null && job.scheduledAt > now)) return "scheduled";
  if (connectivity !== null && connectivity !== "connected") return "not-connected";
  return job.rollsOutByRate ? "rollout" : "waiting";
}

/**
 * Minutes without an update after which an execution is stuck. The job's own threshold precedes its thing type's, which
 * precedes the fleet's.
 */
export function stuckMinutes(
  jobId: string,
  { typeName }: Pick<TriageThing, "typeName">,
  thresholds: TriageThresholds,
): number {
  const ofType = typeName === null ? undefined : own(thresholds.stuckMinutesOfType, typeName);
  return own(thresholds.stuckMinutesOfJob, jobId) ?? ofType ?? thresholds.stuckMinutes;
}

/** Looks up own members only: `constructor` is a legal name of a job or a type. */
const own = (minutes: Readonly<Record<string, number>>, name: string) =>
  Object.hasOwn(minutes, name) ? minutes[name] : undefined;

const silentSince = ({ lastUpdatedAt, startedAt }: IndexedExecution) => lastUpdatedAt ?? startedAt;

const dueAt = (since: Date | null, minutes: number) =>
  since && new Date(since.getTime() + minutes * MINUTE_MS);

function bySilence(a: IndexedExecution, b: IndexedExecution): number {
  return (silentSince(a)?.getTime() ?? 0) - (silentSince(b)?.getTime() ?? 0);
}
