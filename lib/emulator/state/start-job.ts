import { cancelJob } from "./cancel-job.ts";
import { completeJobWhenDone } from "./complete-job.ts";
import type { Job } from "./job.ts";
import { listTargetThings, rollOutJob } from "./roll-out-job.ts";
import { readScheduledTimeMs } from "./scheduled-time.ts";
import type { World } from "./world.ts";

/** Jobs that roll out or cancel at one time (facts section 3, L-FBF5CD89). */
export const MAX_CONCURRENT_JOBS = 500;

/** Whether one more job may become concurrent. */
export function mayBeginJob(world: World): boolean {
  if (!world.hasQuotas) return true;
  let concurrent = 0;
  for (const job of world.jobs) if (job.isConcurrent) concurrent++;
  return concurrent < MAX_CONCURRENT_JOBS;
}

/**
 * Starts a new job now, or at its start time (SCHEDULED until then), and plans its end time.
 * Maintenance windows are stored and shown but do not stop the rollout: no document at hand says in which kind of cron
 * expression they are written, and a window at a guessed time would be worse than none.
 */
export function startJob(world: World, job: Job): void {
  const { startTime, endTime } = job.scheduling ?? {};
  const startMs = startTime === undefined ? undefined : readScheduledTimeMs(startTime);
  if (startMs !== undefined && startMs > world.clock.now()) {
    job.status = "SCHEDULED";
    world.clock.plan(startMs, () => {
      if (job.status !== "SCHEDULED") return;
      // "That scheduled job will move to a status state of CANCELED" (facts 2.5).
      if (mayBeginJob(world)) begin(world, job);
      else cancelJob(world, job, { force: false });
    });
  } else {
    begin(world, job);
  }
  planEndOfJob(world, job, endTime);
}

export function planEndOfJob(world: World, job: Job, endTime: string | undefined): void {
  const endMs = endTime === undefined ? undefined : readScheduledTimeMs(endTime);
  if (endMs !== undefined) world.clock.plan(endMs, () => end(world, job));
}

function begin(world: World, job: Job): void {
  job.status = "IN_PROGRESS";
  job.lastUpdatedAtMs = world.clock.now();
  job.waiting = listTargetThings(world, job.targets);
  rollOutJob(world, job);
}

/** endBehavior of the model; that a job with CANCEL ends as CANCELED is presumed. */
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
