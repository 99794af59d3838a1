import { publishExecutionEvent } from "../events/publish-execution-event.ts";
import type { ExecutionStatus } from "../seed/seed-format.ts";
import type { Execution } from "./job.ts";
import { isTerminal } from "./execution-status.ts";
import type { World } from "./world.ts";

/**
 * Moves an execution to a status (also to the one that it has): version + 1, lastUpdatedAt, counters.
 * What follows from it for the job is the caller's to do.
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

/** Makes the reads of the control plane show the execution as it is now for `world.lagMs` more. */
export function letReadsLag(world: World, execution: Execution): void {
  if (world.lagMs === 0 || execution.shown) return;
  execution.shown = { ...execution };
  world.clock.plan(world.clock.now() + world.lagMs, () => {
    execution.shown = undefined;
    if (!execution.isDeleted) execution.job.executions.show(execution.place, execution.status);
  });
}
