/** JobStatus of the model [M]; there is no QUEUED job. */
export type JobStatus = "IN_PROGRESS" | "CANCELED" | "COMPLETED" | "DELETION_IN_PROGRESS" | "SCHEDULED";

/** JobExecutionStatus of the model [M]. */
export type ExecutionStatus =
  "QUEUED" | "IN_PROGRESS" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "REJECTED" | "REMOVED" | "CANCELED";

export type SeedConnectivity = { connected: boolean; timestampMs?: number; disconnectReason?: string };

export type SeedThing = {
  name: string;
  type?: string;
  attributes?: Record<string, string>;
  groups?: string[];
  connectivity?: SeedConnectivity;
};

/** `count` things named prefix + number, numbers from `from`, padded with zeros to `pad` digits. */
export type SeedNameRange = { prefix: string; from: number; count: number; pad?: number };

export type SeedThingRange = SeedNameRange & {
  type?: string;
  attributes?: Record<string, string>;
  groups?: string[];
  connectivity?: SeedConnectivity;
};

export type SeedExecution = {
  thingName: string;
  status: ExecutionStatus;
  queuedAtMs?: number;
  startedAtMs?: number;
  lastUpdatedAtMs?: number;
  versionNumber?: number;
  executionNumber?: number;
  retryAttempt?: number;
  statusDetails?: Record<string, string>;
  forceCanceled?: boolean;
};

export type SeedExecutionRange = {
  forThings: SeedNameRange;
  status: ExecutionStatus;
  queuedAtMs?: number;
  startedAtMs?: number;
  lastUpdatedAtMs?: number;
};

export type FailureType = "FAILED" | "REJECTED" | "TIMED_OUT" | "ALL";

export type SeedJob = {
  jobId: string;
  description?: string;
  targets: { things?: string[]; groups?: string[] };
  targetSelection?: "SNAPSHOT" | "CONTINUOUS";
  /** Default: IN_PROGRESS, or COMPLETED for a snapshot whose given executions have all ended. */
  status?: JobStatus;
  document?: string;
  /** Greengrass deployments are jobs in a namespace. */
  namespaceId?: string;
  createdAtMs?: number;
  completedAtMs?: number;
  lastUpdatedAtMs?: number;
  timeoutMinutes?: number;
  rolloutPerMinute?: number;
  exponentialRate?: {
    baseRatePerMinute: number;
    incrementFactor: number;
    rateIncreaseCriteria: { numberOfNotifiedThings?: number; numberOfSucceededThings?: number };
  };
  abort?: {
    failureType: FailureType;
    action: "CANCEL";
    thresholdPercentage: number;
    minNumberOfExecutedThings: number;
  }[];
  retry?: { failureType: "FAILED" | "TIMED_OUT" | "ALL"; numberOfRetries: number }[];
  scheduling?: {
    startTime?: string;
    endTime?: string;
    endBehavior?: "STOP_ROLLOUT" | "CANCEL" | "FORCE_CANCEL";
    maintenanceWindows?: { startTime: string; durationInMinutes: number }[];
  };
  reasonCode?: string;
  comment?: string;
  forceCanceled?: boolean;
  /**
   * "queued": one QUEUED execution for each target thing (group members included), as if rolled out.
   * A list or a range: exactly these; targets without one get none, and none is added later for a SNAPSHOT.
   * A list of ranges: several statuses over many things, cheaply.
   * Left out: as CreateJob would do it, at the rollout rate.
   */
  executions?: "queued" | SeedExecution[] | SeedExecutionRange | SeedExecutionRange[];
};

/**
 * A fleet as data: the input of `POST /_emulator/seed`, and the result of the demo and large fleets. Times are epoch
 * milliseconds. It is applied in the order types, groups, things, ranges, jobs, indexing. A name that already exists is an
 * issue; nothing of a seed with issues is applied.
 */
export type Seed = {
  thingTypes?: { name: string; description?: string }[];
  groups?: { name: string; parent?: string }[];
  things?: SeedThing[];
  thingRange?: SeedThingRange[];
  jobs?: SeedJob[];
  indexing?: { mode: "OFF" | "REGISTRY"; connectivity: "OFF" | "STATUS" };
};
