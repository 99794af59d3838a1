import type { ExecutionStatus, JobStatus, SeedJob } from "../seed/seed-format.ts";
import { ExecutionRoll } from "./execution-roll.ts";

/** One execution of a job. Flat and small: the large fleet has 100,000 of them. Times are epoch ms. */
export type Execution = {
  readonly job: Job;
  readonly thingName: string;
  /** Its position in the roll of its job. */
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

/** A job and its executions. Times are epoch milliseconds. */
export class Job {
  readonly jobId: string;
  readonly targets: { things: string[]; groups: string[] };
  readonly targetSelection: "SNAPSHOT" | "CONTINUOUS";
  readonly createdAtMs: number;
  document = "";
  documentSource: string | undefined;
  description: string | undefined;
  namespaceId: string | undefined;
  jobTemplateArn: string | undefined;
  destinationPackageVersions: string[] | undefined;
  readonly tags = new Map<string, string>();
  presignedUrlConfig: { roleArn?: string | undefined; expiresInSec?: number | undefined } = {};
  status: JobStatus = "IN_PROGRESS";
  lastUpdatedAtMs: number;
  completedAtMs: number | undefined;
  forceCanceled = false;
  reasonCode: string | undefined;
  comment: string | undefined;

  timeoutMinutes: number | undefined;
  rolloutPerMinute: number | undefined;
  exponentialRate: SeedJob["exponentialRate"];
  abort: NonNullable<SeedJob["abort"]> | undefined;
  retry: NonNullable<SeedJob["retry"]> | undefined;
  scheduling: NonNullable<SeedJob["scheduling"]> | undefined;

  readonly executions = new ExecutionRoll<Execution>();
  /** The newest execution of each thing. */
  readonly latest = new Map<string, Execution>();
  /** Executions that are QUEUED or IN_PROGRESS in truth, whatever reads show. */
  openCount = 0;
  /** Ended executions by status, for the abort criteria. */
  readonly endedCounts = { SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, REJECTED: 0, REMOVED: 0, CANCELED: 0 };
  /** Failed and retried tries: counters and abort criteria count tries [GH boto/boto3#4656]. */
  readonly retriedCounts = { FAILED: 0, TIMED_OUT: 0 };

  /** Things that the rollout has not reached yet. */
  waiting: string[] = [];
  rolledOutCount = 0;
  rolloutWindow = { startMs: Number.NEGATIVE_INFINITY, used: 0, wakeUpPlanned: false };
  rolloutStopped = false;
  /** Its rollout has started. With maintenance windows it may be SCHEDULED again since. */
  hasStarted = false;
  /** The executions of the canceled or deleted job are being canceled or deleted. */
  isSweeping = false;
  isGone = false;

  constructor(given: {
    jobId: string;
    targets: { things: string[]; groups: string[] };
    targetSelection: "SNAPSHOT" | "CONTINUOUS";
    createdAtMs: number;
  }) {
    this.jobId = given.jobId;
    this.targets = given.targets;
    this.targetSelection = given.targetSelection;
    this.createdAtMs = given.createdAtMs;
    this.lastUpdatedAtMs = given.createdAtMs;
  }

  /** Its executions continue: it is in progress, or waits for its next maintenance window. */
  get isActive(): boolean {
    return this.status === "IN_PROGRESS" || (this.status === "SCHEDULED" && this.hasStarted);
  }

  get isRollingOut(): boolean {
    return this.status === "IN_PROGRESS" && !this.rolloutStopped && this.waiting.length > 0;
  }

  /** True while it rolls out or cancels executions [MD: Job.isConcurrent]. */
  get isConcurrent(): boolean {
    return this.isRollingOut || this.isSweeping;
  }
}
