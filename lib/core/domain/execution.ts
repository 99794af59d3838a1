/** The names of an execution: AWS IoT finds the latest execution of a job on a thing by them. */
export interface ExecutionRef {
  thingName: string;
  jobId: string;
}

/** Where an execution lives, from its ARN. */
export interface AwsOrigin {
  region: string;
  /** Twelve digits. */
  account: string;
}

/** Where a fleet's calls go. A plan is made for one target, and its operation runs against no other. */
export interface AwsTarget {
  region: string;
  /** Null until it is known. */
  account: string | null;
  /** Null: AWS's own address for the region. */
  endpoint: string | null;
}

/** An execution in a list. Lists have no version, details or force mark: DescribeJobExecution has. */
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

/** The answer of DescribeJobExecution, as of `readAt`. */
export interface Execution extends ExecutionRef {
  status: string;
  queuedAt: Date | null;
  startedAt: Date | null;
  lastUpdatedAt: Date | null;
  executionNumber: number | null;
  /** Grows with each change. Null if AWS does not report it: then a cancellation cannot have an expected version. */
  versionNumber: number | null;
  statusDetails: Readonly<Record<string, string>>;
  forceCanceled: boolean;
  /** Seconds, approximate, counted by AWS from `readAt`. Null when no timeout runs. */
  secondsBeforeTimedOut: number | null;
  /** Null where AWS gave no ARN. */
  origin: AwsOrigin | null;
  readAt: Date;
}
