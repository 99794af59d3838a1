import { cancelJob } from "./cancel-job.ts";
import { completeJobWhenDone } from "./complete-job.ts";
import type { Job } from "./job.ts";
import { findWindow, hasWindows } from "./maintenance-windows.ts";
import { listTargetThings, rollOutJob } from "./roll-out-job.ts";
import { readScheduledTimeMs } from "./scheduled-time.ts";
import type { World } from "./world.ts";

/** The most jobs that roll out or cancel at the same time (facts section 3, L-FBF5CD89). */
export const MAX_CONCURRENT_JOBS = 500;

/** Whether one more job can become concurrent. */
export function canStartJob(world: World): boolean {
  if (!world.hasQuotas) return true;
  let concurrent = 0;
  for (const job of world.jobs) if (job.isConcurrent) concurrent++;
  return concurrent < MAX_CONCURRENT_JOBS;
}

/**
 * Starts a new job now, or at its start time (SCHEDULED until then), and plans its end time. A job with maintenance
 * windows starts when the first of them opens, at its start time or later.
 */
export function startJob(world: World, job: Job): void {
  const { startTime, endTime } = job.scheduling ?? {};
  const startMs = startTime === undefined ? undefined : readScheduledTimeMs(startTime);
  if (startMs !== undefined && startMs > world.clock.now()) {
    job.status = "SCHEDULED";
    world.clock.plan(startMs, () => {
      if (job.status !== "SCHEDULED") return;
      // At the limit of concurrent jobs, "that scheduled job will move to a status state of CANCELED" (facts 2.5).
      if (canStartJob(world)) startNow(world, job);
      else cancelJob(world, job, { force: false });
    });
  } else {
    startNow(world, job);
  }
  planEndOfJob(world, job, endTime);
}

export function planEndOfJob(world: World, job: Job, endTime: string | undefined): void {
  const endMs = endTime === undefined ? undefined : readScheduledTimeMs(endTime);
  if (endMs !== undefined) world.clock.plan(endMs, () => end(world, job));
}

function startNow(world: World, job: Job): void {
  if (hasWindows(job)) {
    waitForWindow(world, job);
    return;
  }
  startRollout(world, job);
}

/** Restricts a job that has rolled out already to its windows: outside of them it is SCHEDULED. */
export function resumeWindows(world: World, job: Job): void {
  if (!hasWindows(job)) return;
  job.hasStarted = true;
  waitForWindow(world, job);
}

function startRollout(world: World, job: Job): void {
  job.status = "IN_PROGRESS";
  job.lastUpdatedAtMs = world.clock.now();
  if (!job.hasStarted) job.waiting = listTargetThings(world, job.targets);
  job.hasStarted = true;
  rollOutJob(world, job);
}

/**
 * Rolls out in the window that is open now or opens next. Between windows the job is SCHEDULED (facts 2.5). Executions
 * queued in a window stay as they are when it closes.
 */
function waitForWindow(world: World, job: Job): void {
  const window = findWindow(job, world.clock.now());
  if (!window) return;
  const isOver = () => job.isGone || job.rolloutStopped || !["SCHEDULED", "IN_PROGRESS"].includes(job.status);
  const open = () => {
    if (isOver()) return;
    startRollout(world, job);
    world.clock.plan(window.endMs, () => {
      if (isOver()) return;
      job.status = "SCHEDULED";
      job.lastUpdatedAtMs = world.clock.now();
      waitForWindow(world, job);
    });
  };
  if (window.startMs <= world.clock.now()) open();
  else {
    job.status = "SCHEDULED";
    world.clock.plan(window.startMs, open);
  }
}

/** endBehavior of the model. Presumed: with CANCEL the job ends as CANCELED. */
function end(world: World, job: Job): void {
  if (job.status !== "IN_PROGRESS" && job.status !== "SCHEDULED") return;
  const behavior = job.scheduling?.endBehavior ?? "STOP_ROLLOUT";
  if (behavior !== "STOP_ROLLOUT") {
    cancelJob(world, job, { force: behavior === "FORCE_CANCEL" });
    return;
  }
  job.rolloutStopped = true;
  job.waiting = [];
  completeJobWhenDone(world, job);
}
