import { isStuck, silentSince, stuckFrom } from "./is-stuck";
import type { Connectivity } from "./thing";
import type { IndexedExecution, TriageReason, TriageThresholds } from "./triage";

/** The facts of a job that decide why its executions wait. Null: not known yet. */
export interface TriageJob {
  hasTimeout: boolean | null;
  /** It rolls out at a rate, so AWS may not have notified all of its things yet. */
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

/** What the index derives for an execution from the thing's other executions and the thresholds. */
export interface Triage {
  reason: TriageReason;
  severity: number;
  behind: number;
  blockedBy: string | null;
  since: Date | null;
  /** When it becomes stuck, or has waited too long, unless an update arrives. Null: AWS gave no time to count from. */
  dueAt: Date | null;
}

const MINUTE_MS = 60_000;

/**
 * Derives for each open execution of ONE thing why it would need attention, and from when on.
 *
 * AWS hands a device its executions in progress before the queued ones (facts 2.1), so a queued one waits for one in
 * progress in the same namespace: of several, for the one silent the longest. A namespace that is not known yet is
 * assumed to differ from all others.
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
    const isBlockerStuck = blocker !== null && isStuck(blocker, thing.typeName, thresholds, now.getTime());
    const since = execution.queuedAt;
    return {
      reason: blocker ? (isBlockerStuck ? "behind-stuck" : "behind-another") : whyWaiting(thing, job, now),
      severity: 0,
      behind: 0,
      blockedBy: blocker?.jobId ?? null,
      since,
      dueAt: later(since, thresholds.waitingMinutes),
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
  return {
    reason: gone ?? (endsNever ? "stuck-no-timeout" : behind > 0 ? "stuck-blocking" : "stuck"),
    severity: Number(gone !== null) + Number(endsNever) + Number(behind > 0),
    behind,
    blockedBy: null,
    since: silentSince(execution),
    dueAt: stuckFrom(execution, thing.typeName, thresholds),
  };
}

/** Two reasons, as AWS does not say of `not-connected` since when, or whether the device was ever connected. */
function whyGone({ connectivity }: TriageThing): TriageReason | null {
  if (connectivity === "disconnected") return "stuck-disconnected";
  return connectivity === "not-connected" ? "stuck-not-connected" : null;
}

/** What else is known to hold it back where nothing is in progress on the thing: the job goes before the device. */
function whyWaiting({ connectivity }: TriageThing, job: TriageJob, now: Date): TriageReason {
  if (job.isScheduled || (job.scheduledAt !== null && job.scheduledAt > now)) return "scheduled";
  if (connectivity !== null && connectivity !== "connected") return "not-connected";
  return job.rollsOutByRate ? "rollout" : "waiting";
}

const later = (since: Date | null, minutes: number) =>
  since && new Date(since.getTime() + minutes * MINUTE_MS);

function bySilence(a: IndexedExecution, b: IndexedExecution): number {
  return (silentSince(a)?.getTime() ?? 0) - (silentSince(b)?.getTime() ?? 0);
}
