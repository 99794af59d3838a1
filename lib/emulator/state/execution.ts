import type { ExecutionStatus } from "../seed/seed-format.ts";
import type { Job } from "./job.ts";

/** What a job is to one thing. Flat and small: the large fleet has 100,000 of them. Times are epoch ms. */
export type Execution = {
  readonly job: Job;
  readonly thingName: string;
  /** Its place in the roll of its job. */
  readonly place: number;
  readonly executionNumber: number;
  status: ExecutionStatus;
  versionNumber: number;
  retryAttempt: number;
  /** How many of the retries followed a FAILED; the others followed a TIMED_OUT. */
  retriesAfterFailure: number;
  queuedAtMs: number;
  startedAtMs: number | undefined;
  lastUpdatedAtMs: number;
  statusDetails: Readonly<Record<string, string>> | undefined;
  forceCanceled: boolean;
  /** The in-progress timer of the job's timeoutConfig. */
  timesOutAtMs: number | undefined;
  /** The timer that the device set with stepTimeoutInMinutes. */
  stepTimesOutAtMs: number | undefined;
  /** An earlier execution of the same job on the same thing, after it left a group and came back. */
  readonly previous: Execution | undefined;
  /** While reads lag behind a cancel: what they see instead. */
  shown: ShownExecution | undefined;
  isDeleted: boolean;
};

export type ShownExecution = Omit<Execution, "shown">;

/** The execution as the read calls of the control plane see it at this moment. */
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
