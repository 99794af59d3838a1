import type { Execution } from "../state/job.ts";
import { setStepTimer } from "../state/execution-timers.ts";
import type { World } from "../state/world.ts";
import { findNext } from "./pending-executions.ts";
import { reportExecution } from "./report-execution.ts";

/**
 * StartNextPendingJobExecution. An execution that is already in progress is returned, and only its step timer may
 * change: a stuck execution blocks the queue of its device (facts 2.1).
 */
export function startNext(
  world: World,
  thingName: string,
  given: { statusDetails?: Record<string, string> | undefined; stepTimeoutInMinutes?: number | undefined },
): Execution | undefined {
  const execution = findNext(world, thingName);
  if (!execution) return undefined;
  if (execution.status === "QUEUED") {
    reportExecution(world, execution, { status: "IN_PROGRESS", ...given });
  } else if (given.stepTimeoutInMinutes !== undefined) {
    setStepTimer(world, execution, given.stepTimeoutInMinutes);
  }
  return execution;
}
