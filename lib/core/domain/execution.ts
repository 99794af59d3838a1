/** Which execution: AWS IoT knows the latest execution of a job on a thing by these two names. */
export interface ExecutionRef {
  thingName: string;
  jobId: string;
}

/** Where an execution lives, as its ARN says. */
export interface AwsOrigin {
  region: string;
  /** Twelve digits. */
  account: string;
}

/** Where a fleet's calls go: a plan is made for one target, and its operation runs against no other. */
export interface AwsTarget {
  region: string;
  /** Null while nothing has told. */
  account: string | null;
  /** Null: AWS's own address for the region. */
  endpoint: string | null;
}

/** What a list tells of an execution. Lists carry no version, details or force mark: DescribeJobExecution does. */
export interface ExecutionSummary extends ExecutionRef {
  /** One of `ExecutionStatus`, or a word that AWS has added since. */
  status: string;
  queuedAt: Date | null;
  startedAt: Date | null;
  lastUpdatedAt: Date | null;
  executionNumber: number | null;
  /** How many retries were completed. Null where AWS does not say. */
  retryAttempt: number | null;
}

/** What DescribeJobExecution tells, at the moment `readAt`. */
export interface Execution extends ExecutionRef {
  status: string;
  queuedAt: Date | null;
  startedAt: Date | null;
  lastUpdatedAt: Date | null;
  executionNumber: number | null;
  /** Grows with each change. Null where AWS does not say: then there is none to hold a cancellation to. */
  versionNumber: number | null;
  statusDetails: Readonly<Record<string, string>>;
  forceCanceled: boolean;
  /** Seconds, approximate, counted by AWS from `readAt`. Null when no timeout runs. */
  secondsBeforeTimedOut: number | null;
  /** Null where AWS gave no ARN. */
  origin: AwsOrigin | null;
  readAt: Date;
}
