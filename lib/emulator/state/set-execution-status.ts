import { publishExecutionEvent } from "../events/publish-execution-event.ts";
import type { ExecutionStatus } from "../seed/seed-format.ts";
import type { Execution } from "./job.ts";
import { isTerminal } from "./execution-status.ts";
import type { World } from "./world.ts";

/**
 * Sets the status of an execution, even to its current one. Raises the version, sets lastUpdatedAt, updates the job's
 * counters, and publishes an event if the status is terminal. The caller handles the consequences for the job.
 */
export function setExecutionStatus(world: World, execution: Execution, status: ExecutionStatus): void {
  const { job } = execution;
  const wasOpen = !isTerminal(execution.status);
  if (wasOpen && status !== "QUEUED" && status !== "IN_PROGRESS") {
    job.openCount--;
    job.endedCounts[status]++;
    execution.timesOutAtMs = undefined;
    execution.stepTimesOutAtMs = undefined;
  }
  execution.status = status;
  execution.versionNumber++;
  execution.lastUpdatedAtMs = world.clock.now();
  if (!execution.shown) job.executions.show(execution.place, status);
  if (status !== "QUEUED" && status !== "IN_PROGRESS") publishExecutionEvent(world, execution, status);
}

/** Makes reads of the control plane show the execution as it is now for another `world.lagMs`. */
export function letReadsLag(world: World, execution: Execution): void {
  if (world.lagMs === 0 || execution.shown) return;
  execution.shown = { ...execution };
  world.clock.plan(world.clock.now() + world.lagMs, () => {
    execution.shown = undefined;
    if (!execution.isDeleted) execution.job.executions.show(execution.place, execution.status);
  });
}
