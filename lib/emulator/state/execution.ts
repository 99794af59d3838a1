import type { Execution, ShownExecution } from "./job.ts";

/** The execution as reads of the control plane see it now. */
export function asShown(execution: Execution): ShownExecution {
  return execution.shown ?? execution;
}

/** When the nearest of its timers ends, or undefined when none runs. */
export function nearestTimeoutMs(execution: ShownExecution): number | undefined {
  if (execution.status !== "IN_PROGRESS") return undefined;
  const { timesOutAtMs, stepTimesOutAtMs } = execution;
  if (timesOutAtMs === undefined) return stepTimesOutAtMs;
  return stepTimesOutAtMs === undefined ? timesOutAtMs : Math.min(timesOutAtMs, stepTimesOutAtMs);
}
