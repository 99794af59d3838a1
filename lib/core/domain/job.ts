import type { AwsOrigin } from "./execution";
import { EXECUTION_STATUSES, type ExecutionStatus } from "./execution-status";

export const JOB_STATUSES = [
  "IN_PROGRESS",
  "SCHEDULED",
  "COMPLETED",
  "CANCELED",
  "DELETION_IN_PROGRESS",
] as const;

export const TARGET_SELECTIONS = ["SNAPSHOT", "CONTINUOUS"] as const;

/** A job in ListJobs, which has no description, counters or targets. */
export interface JobSummary {
  jobId: string;
  /** One of `JOB_STATUSES`, or a word that AWS has added since. */
  status: string;
  targetSelection: string | null;
  createdAt: Date | null;
  lastUpdatedAt: Date | null;
  completedAt: Date | null;
  /** AWS is rolling out or canceling executions right now. */
  isConcurrent: boolean;
}

/** How many executions are in each status. Counted by AWS, eventually consistent. */
export type JobCounts = Readonly<Record<ExecutionStatus, number>>;

/**
 * When a job rolls out. Times are as AWS writes them: a date and time, or the cron expression of a maintenance window.
 */
export interface JobScheduling {
  startTime: string | null;
  endTime: string | null;
  endBehavior: string | null;
  /** The job rolls out only within these. */
  maintenanceWindows: readonly { startTime: string; durationMinutes: number | null }[];
  /** The next windows, computed by AWS. */
  nextRollouts: readonly string[];
}

export interface Job extends JobSummary {
  description: string | null;
  targets: readonly string[];
  counts: JobCounts;
  /** Groups or things that AWS is still rolling out to. */
  processingTargets: readonly string[];
  reasonCode: string | null;
  comment: string | null;
  forceCanceled: boolean;
  namespaceId: string | null;
  /** Minutes in progress after which AWS ends an execution as TIMED_OUT. Null: it never does. */
  timeoutMinutes: number | null;
  rollout: {
    maximumPerMinute: number | null;
    exponentialRate: {
      baseRatePerMinute: number;
      incrementFactor: number;
      notifiedThings: number | null;
      succeededThings: number | null;
    } | null;
  };
  abortCriteria: readonly {
    failureType: string;
    action: string;
    thresholdPercentage: number;
    minExecutedThings: number;
  }[];
  retryCriteria: readonly { failureType: string; numberOfRetries: number }[];
  scheduling: JobScheduling;
  documentSource: string | null;
  /** Null where AWS gave no ARN. */
  origin: AwsOrigin | null;
  readAt: Date;
}

/** Executions of all statuses together. */
export function totalExecutions(counts: JobCounts): number {
  return EXECUTION_STATUSES.reduce((sum, status) => sum + counts[status], 0);
}
