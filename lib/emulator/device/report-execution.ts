import { endExecution } from "../state/end-execution.ts";
import type { Execution } from "../state/job.ts";
import { isTerminal } from "../state/execution-status.ts";
import { setStepTimer, startInProgressTimer } from "../state/execution-timers.ts";
import { setExecutionStatus } from "../state/set-execution-status.ts";
import type { World } from "../state/world.ts";
import type { DeviceUpdate } from "./device-plane.ts";

export type ReportRefusal = { reason: "invalid-state-transition" | "version-mismatch"; message: string };

/**
 * UpdateJobExecution. The version is checked before the state (a guess, as for cancellations). A QUEUED execution can end
 * without having started, since no document forbids it (facts 2.1).
 *
 * @returns the refusal, or null when the update was made
 */
export function reportExecution(
  world: World,
  execution: Execution,
  update: DeviceUpdate,
): ReportRefusal | null {
  if (update.expectedVersion !== undefined && update.expectedVersion !== execution.versionNumber) {
    return {
      reason: "version-mismatch",
      // As captured from the service [GH ministackorg/ministack#1535].
      message: `Expected version ${update.expectedVersion} but found version ${execution.versionNumber}`,
    };
  }
  if (isTerminal(execution.status)) {
    return {
      reason: "invalid-state-transition",
      message: `The job execution is in the terminal state ${execution.status}`,
    };
  }
  if (update.statusDetails && Object.keys(update.statusDetails).length > 0) {
    execution.statusDetails = update.statusDetails;
  }
  if (update.status !== "IN_PROGRESS") {
    endExecution(world, execution, update.status);
    return null;
  }
  const starts = execution.status === "QUEUED";
  setExecutionStatus(world, execution, "IN_PROGRESS");
  if (starts) {
    execution.startedAtMs = world.clock.now();
    startInProgressTimer(world, execution);
  }
  if (update.stepTimeoutInMinutes !== undefined) setStepTimer(world, execution, update.stepTimeoutInMinutes);
  return null;
}
