import { endExecution } from "./end-execution.ts";
import { nearestTimeoutMs } from "./execution.ts";
import type { Execution } from "./job.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;

/** Starts the timer of the job's timeoutConfig, if it has one; the device cannot change it (facts 2.4). */
export function startInProgressTimer(world: World, execution: Execution): void {
  const { timeoutMinutes } = execution.job;
  if (timeoutMinutes === undefined || execution.startedAtMs === undefined) return;
  execution.timesOutAtMs = execution.startedAtMs + timeoutMinutes * MINUTE_MS;
  planTimeout(world, execution);
}

/** Sets the step timer again; -1 discards it (facts 2.4). */
export function setStepTimer(world: World, execution: Execution, minutes: number): void {
  execution.stepTimesOutAtMs = minutes === -1 ? undefined : world.clock.now() + minutes * MINUTE_MS;
  planTimeout(world, execution);
}

function planTimeout(world: World, execution: Execution): void {
  const atMs = nearestTimeoutMs(execution);
  if (atMs === undefined) return;
  world.clock.plan(atMs, () => {
    // The timer may have been moved, discarded or overtaken by the device since this was planned.
    const dueMs = nearestTimeoutMs(execution);
    if (execution.isDeleted || dueMs === undefined || dueMs > world.clock.now()) return;
    endExecution(world, execution, "TIMED_OUT");
  });
}
