import type { ExecutionStatus, SeedExecution } from "../seed/seed-format.ts";
import { type DeviceWork, progressDetails } from "./device-work.ts";
import { MINUTE_MS, SECOND_MS } from "./durations.ts";
import type { JobPlan, OutcomeMix } from "./job-plan.ts";
import type { Random } from "./random.ts";

/** The state of a thing in its history while the jobs are played one after another. */
export type ThingPast = {
  name: string;
  /** When it ended its last execution. */
  freeAtMs: number;
  /** From then on it starts nothing: it is offline, or an unfinished execution blocks it. */
  blockedFromMs: number;
};

/** One job being played. */
export type Play = {
  plan: JobPlan;
  work: DeviceWork;
  createdAtMs: number;
  canceledAtMs: number | null;
  nowMs: number;
};

/** The history ends this long ago, so that the devices' first actions come after it. */
const QUIET_MS = 20 * SECOND_MS;
const CANCELING_TAKES_MS = 2 * MINUTE_MS;

/**
 * Plays one job on one thing, and updates the thing's past.
 *
 * @returns null when the job never reached the thing
 */
export function playExecution(
  play: Play,
  thing: ThingPast,
  queuedAtMs: number,
  random: Random,
): SeedExecution | null {
  const { plan, nowMs, canceledAtMs } = play;
  const written = plan.written?.find((each) => each.thingName === thing.name);
  if (written !== undefined) {
    if (isOpen(written.status)) blockQueue(thing, written.queuedAtMs ?? queuedAtMs);
    return written;
  }
  const preset = plan.preset?.[thing.name];
  const status = preset ?? drawStatus(plan.mix, random);
  // A preset end has to come before the cancellation of the job.
  const delayMs = preset !== undefined && canceledAtMs !== null ? MINUTE_MS : pickUpDelay(plan, random);
  const takenUpAtMs = Math.max(queuedAtMs, thing.freeAtMs) + delayMs;
  const act = { play, thing, queuedAtMs, random };
  if (status === "REMOVED") return leaveQueue(act, "REMOVED");
  if (status === "CANCELED" && random.chance(0.65)) return leaveQueue(act, "CANCELED");
  if (takenUpAtMs >= Math.min(thing.blockedFromMs, nowMs - QUIET_MS) || status === "QUEUED") return wait(act);
  if (canceledAtMs !== null && takenUpAtMs >= canceledAtMs) return wait(act);
  if (status === "IN_PROGRESS") return hang(act, takenUpAtMs);
  return work(act, takenUpAtMs, status);
}

type Act = { play: Play; thing: ThingPast; queuedAtMs: number; random: Random };

/** A queued execution. A job that is over has none: it was canceled with the job, or the thing was never a target. */
function wait({ play, thing, queuedAtMs, random }: Act): SeedExecution | null {
  if (play.plan.course.kind === "finished") return null;
  if (play.canceledAtMs !== null) {
    const endedAtMs = Math.max(queuedAtMs, play.canceledAtMs) + random.integer(SECOND_MS, CANCELING_TAKES_MS);
    return {
      thingName: thing.name,
      status: "CANCELED",
      queuedAtMs,
      lastUpdatedAtMs: endedAtMs,
      versionNumber: 2,
    };
  }
  blockQueue(thing, queuedAtMs);
  return {
    thingName: thing.name,
    status: "QUEUED",
    queuedAtMs,
    lastUpdatedAtMs: queuedAtMs,
    versionNumber: 1,
  };
}

function leaveQueue({ play, thing, queuedAtMs, random }: Act, status: "REMOVED" | "CANCELED"): SeedExecution {
  const latestMs = play.nowMs - QUIET_MS - queuedAtMs;
  const endedAtMs = queuedAtMs + Math.floor(random.between(0.05, 0.9) * latestMs);
  const statusDetails = status === "CANCELED" ? { statusDetails: cancelDetails(random) } : {};
  return {
    thingName: thing.name,
    status,
    queuedAtMs,
    lastUpdatedAtMs: endedAtMs,
    versionNumber: 2,
    ...statusDetails,
  };
}

const cancelDetails = (random: Random) => ({
  reason: random.pick(["superseded by fw 4.2.1", "device goes back to the vendor", "site is being moved"]),
  ticket: `OPS-${random.integer(4_300, 4_420)}`,
  canceledBy: random.pick(["operator@example.com", "night-shift@example.com"]),
});

/** An execution in progress: silent for long if no timer ends it, else started a moment ago. */
function hang(act: Act, takenUpAtMs: number): SeedExecution {
  const { play, thing, queuedAtMs, random } = act;
  const { timeoutMinutes } = play.plan.job;
  const startedAtMs =
    timeoutMinutes === undefined
      ? takenUpAtMs
      : Math.max(
          takenUpAtMs,
          Math.floor(play.nowMs - QUIET_MS - random.between(0.1, 0.5) * timeoutMinutes * MINUTE_MS),
        );
  const percent = random.integer(4, 93);
  const reportedMs = Math.floor((play.plan.workMs * percent) / 100);
  blockQueue(thing, queuedAtMs);
  return {
    thingName: thing.name,
    status: "IN_PROGRESS",
    queuedAtMs,
    startedAtMs,
    lastUpdatedAtMs: Math.min(startedAtMs + reportedMs, play.nowMs - QUIET_MS),
    versionNumber: 3 + Math.floor(percent / 12),
    statusDetails: progressDetails(play.work, percent),
  };
}

type Ended = Exclude<ExecutionStatus, "QUEUED" | "IN_PROGRESS" | "REMOVED">;

function work(act: Act, startedAtMs: number, status: Ended): SeedExecution | null {
  const { play, thing, queuedAtMs, random } = act;
  const forced = status === "CANCELED";
  const endedAtMs = startedAtMs + workingMs(play.plan, status, random);
  if (endedAtMs > play.nowMs - QUIET_MS)
    return play.plan.course.kind === "running" ? hang(act, startedAtMs) : null;
  const cutOffMs = play.plan.course.kind === "canceled" && play.plan.course.force ? play.canceledAtMs : null;
  if (cutOffMs !== null && endedAtMs > cutOffMs) return cutOff(act, startedAtMs, cutOffMs);
  const retryAttempt = drawRetries(play.plan, status, random);
  thing.freeAtMs = endedAtMs;
  return {
    thingName: thing.name,
    status,
    queuedAtMs,
    startedAtMs,
    lastUpdatedAtMs: endedAtMs,
    versionNumber: 2 + (retryAttempt + 1) * random.integer(1, play.work.steps.length + 2),
    ...(retryAttempt > 0 ? { retryAttempt } : {}),
    ...(forced ? { forceCanceled: true } : {}),
    statusDetails: endDetails(play, status, random),
  };
}

function cutOff(
  { play, thing, queuedAtMs, random }: Act,
  startedAtMs: number,
  canceledAtMs: number,
): SeedExecution {
  const lastUpdatedAtMs = canceledAtMs + random.integer(SECOND_MS, CANCELING_TAKES_MS);
  thing.freeAtMs = lastUpdatedAtMs;
  return {
    thingName: thing.name,
    status: "CANCELED",
    queuedAtMs,
    startedAtMs,
    lastUpdatedAtMs,
    versionNumber: random.integer(3, 6),
    forceCanceled: true,
    statusDetails: progressDetails(play.work, random.integer(3, 80)),
  };
}

function endDetails({ work }: Play, status: Ended, random: Random): Record<string, string> {
  switch (status) {
    case "SUCCEEDED":
      return work.success(random);
    case "FAILED":
      return random.pick(work.failures);
    case "REJECTED":
      return random.pick(work.rejections);
    case "TIMED_OUT":
      return progressDetails(work, random.integer(5, 95));
    case "CANCELED":
      return { ...progressDetails(work, random.integer(5, 95)), ...cancelDetails(random) };
  }
}

/** The timer of a job is exact to the minute. A job without one can still time out by the device's step timer. */
function workingMs(plan: JobPlan, status: Ended, random: Random): number {
  if (status === "TIMED_OUT") {
    return Math.round((plan.job.timeoutMinutes ?? 60) * MINUTE_MS + random.between(0, MINUTE_MS));
  }
  if (status === "REJECTED") return random.integer(400, 4_000);
  const timeoutMs = (plan.job.timeoutMinutes ?? Infinity) * MINUTE_MS;
  return Math.round(Math.min(plan.workMs * random.between(0.5, 1.5), timeoutMs * 0.95));
}

function drawRetries(plan: JobPlan, status: Ended, random: Random): number {
  const criteria = plan.job.retry ?? [];
  if (status === "SUCCEEDED") return criteria.length > 0 && random.chance(0.12) ? 1 : 0;
  if (status !== "FAILED" && status !== "TIMED_OUT") return 0;
  // A retried failure is final only when all retries are used.
  return (
    criteria.find((each) => each.failureType === status || each.failureType === "ALL")?.numberOfRetries ?? 0
  );
}

/** Most devices are prompt and a few are late: the cube of a uniform random number. */
function pickUpDelay(plan: JobPlan, random: Random): number {
  return Math.floor(2 * SECOND_MS + random.next() ** 3 * plan.pickUpMs);
}

function drawStatus(mix: OutcomeMix, random: Random): ExecutionStatus {
  const entries = Object.entries(mix) as [ExecutionStatus, number][];
  let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [status, weight] of entries) {
    left -= weight;
    if (left < 0) return status;
  }
  return "QUEUED";
}

/** An execution that was queued after one that is still open cannot have been started. */
function blockQueue(thing: ThingPast, queuedAtMs: number): void {
  thing.blockedFromMs = Math.min(thing.blockedFromMs, queuedAtMs);
}

const isOpen = (status: ExecutionStatus) => status === "QUEUED" || status === "IN_PROGRESS";
