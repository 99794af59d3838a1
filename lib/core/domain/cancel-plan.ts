import type { ExecutionRef } from "./execution";
import type { RequestedSelector } from "./operation";
import type { ReadFailure } from "./read-failure";
import type { StatusDetails } from "./status-details";

/**
 * `resolving`: the list is being read. `stopped`: by the person. `expired`: ten minutes have passed, and it must be
 * taken again. `used`: an operation was made of it.
 */
export type PlanState = "resolving" | "ready" | "stopped" | "failed" | "expired" | "used";

/** So old may a plan be when it is confirmed: what it shows must still be near the truth. */
export const PLAN_LIFETIME_MS = 10 * 60_000;

/** Each reads lists of AWS within a quota that all share: so many plans of one person are resolved at once. */
export const MOST_PLANS_AT_ONCE = 3;

/** What a question was resolved to, before anything happens. */
export interface CancelPlan {
  id: string;
  fleetId: string;
  question: RequestedSelector;
  state: PlanState;
  /** Why it failed. */
  failure: ReadFailure | null;
  /** Executions read so far; of how many, where that is known beforehand. */
  read: number;
  ofAbout: number | null;
  /** When the list was begun to be read: what was queued later is not in it. */
  takenAt: Date;
  expiresAt: Date | null;
  counts: PlanCounts;
  /** Between when and when those in progress were last updated. Null: none is, or no list said when. */
  lastUpdates: { oldest: Date; newest: Date } | null;
  /** Of those that can be canceled. Null: fleet indexing is off, or does not tell. */
  connectivity: PlanConnectivity | null;
  /** AWS's quota of CancelJobExecution a second; null: none is kept to. */
  quotaPerSecond: number | null;
  /** The part of it that operations may use, 0 to 1. */
  share: number;
  /** Above so many a person needs the right to cancel that many at once. */
  bulkLimit: number;
  /** Every queued execution of this job is meant, so the job itself could be canceled. */
  wholeJob: { jobId: string; createdAt: Date | null } | null;
  /** What was made of it. */
  operationId: string | null;
}

export interface PlanCounts {
  queued: number;
  inProgress: number;
  finished: number;
  gone: number;
  /** Another execution stands there by now than the one that was picked. */
  replaced: number;
  unknownStatus: number;
  notAllowed: number;
  /** Of the queued and in-progress ones: how many another operation has on its list and has not done yet. */
  inOtherOperations: number;
}

export interface PlanConnectivity {
  connected: number;
  disconnected: number;
  /** Never, long ago, or under another client id: AWS does not say. */
  notConnected: number;
  unknown: number;
  /** Not looked up: more than are asked for in one plan. */
  notAsked: number;
}

/** One execution that a plan has found open. */
export interface PlannedExecution extends ExecutionRef {
  status: string;
  executionNumber: number | null;
  queuedAt: Date | null;
  startedAt: Date | null;
  lastUpdatedAt: Date | null;
  /** Where it was described; a list tells neither. */
  versionNumber?: number | null;
  statusDetails?: StatusDetails;
}
