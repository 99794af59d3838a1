import type { ExecutionRef } from "./execution";
import type { RequestedSelector } from "./operation";
import type { ReadFailure } from "./read-failure";
import type { StatusDetails } from "./status-details";

/**
 * `resolving`: the list is being read. `stopped`: by the person. `expired`: ten minutes have passed, and a new plan is
 * needed. `used`: an operation was made of it.
 */
export type PlanState = "resolving" | "ready" | "stopped" | "failed" | "expired" | "used";

/** The age at which a plan can no longer be confirmed: what it shows must be nearly true. */
export const PLAN_LIFETIME_MS = 10 * 60_000;

/**
 * Plans of one person that are resolved at the same time. Each reads AWS's lists within a quota that everybody shares.
 */
export const MOST_PLANS_AT_ONCE = 3;

/** What a selector was resolved to, before anything happens. */
export interface CancelPlan {
  id: string;
  fleetId: string;
  question: RequestedSelector;
  state: PlanState;
  /** Why it failed. */
  failure: ReadFailure | null;
  /** Executions read so far. */
  read: number;
  /** About how many there are to read. Null if that is not known beforehand. */
  ofAbout: number | null;
  /** When reading started. What was queued later may be missing from the plan. */
  takenAt: Date;
  expiresAt: Date | null;
  counts: PlanCounts;
  /**
   * The oldest and the newest last update of those in progress. Null where none is in progress, and also where AWS left
   * the time out for at least one of them.
   */
  lastUpdates: { oldest: Date; newest: Date } | null;
  /**
   * The connectivity of the things whose executions can be canceled. Null: fleet indexing is off, or does not index it.
   */
  connectivity: PlanConnectivity | null;
  /** AWS's quota of CancelJobExecution, in calls a second; null: no quota applies. */
  quotaPerSecond: number | null;
  /** The share of the quota that operations may use, 0 to 1. */
  share: number;
  /** With more executions than this, a person needs the permission to cancel in bulk. */
  bulkLimit: number;
  /** The plan is about every queued execution of this job, so the job itself could be canceled. */
  wholeJob: { jobId: string; createdAt: Date | null } | null;
  /** The operation that was made of it. */
  operationId: string | null;
}

export interface PlanCounts {
  queued: number;
  inProgress: number;
  finished: number;
  gone: number;
  /** Another execution now has the names of the one that was selected. */
  replaced: number;
  unknownStatus: number;
  notAllowed: number;
  /** How many of the queued and in-progress executions another operation has yet to cancel. */
  inOtherOperations: number;
}

export interface PlanConnectivity {
  connected: number;
  disconnected: number;
  /** Never connected, disconnected long ago, or under another client id: AWS does not say which. */
  notConnected: number;
  unknown: number;
  /** Not read, because there are more than a plan reads. */
  notAsked: number;
}

/** One execution that a plan found open. */
export interface PlannedExecution extends ExecutionRef {
  status: string;
  executionNumber: number | null;
  queuedAt: Date | null;
  startedAt: Date | null;
  lastUpdatedAt: Date | null;
  /** Only where it was described: lists contain neither. */
  versionNumber?: number | null;
  statusDetails?: StatusDetails;
}
