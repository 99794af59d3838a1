import type { OpenAlert } from "./alert";
import type { ExecutionRef } from "./execution";
import type { IndexFailure } from "./index-failure";
import type { ReadFailure } from "./read-failure";
import type { Connectivity } from "./thing";

/**
 * Why an open execution asks for somebody's attention. The first five are in progress, the others queued.
 *
 * `stuck…`: no update for longer than the threshold. `behind-…`: another execution of the thing is in progress, stuck or
 * not. `scheduled`, `rollout`: the job itself holds it back. `not-connected`: AWS knows of no connection
 * now, whether or not there ever was one.
 */
export const TRIAGE_REASONS = [
  "stuck-disconnected",
  "stuck-not-connected",
  "stuck-no-timeout",
  "stuck-blocking",
  "stuck",
  "behind-stuck",
  "behind-another",
  "not-connected",
  "rollout",
  "scheduled",
  "waiting",
] as const;
export type TriageReason = (typeof TRIAGE_REASONS)[number];

/** Of a fleet, in minutes; what is said for a job or a thing type goes before. */
export interface TriageThresholds {
  /** In progress without an update for longer than this: stuck. */
  stuckMinutes: number;
  /** Queued for longer than this: waiting. */
  waitingMinutes: number;
  stuckMinutesOfJob: Readonly<Record<string, number>>;
  stuckMinutesOfType: Readonly<Record<string, number>>;
}

/** An execution as the index has it: true at `readAt`, and no later. */
export interface IndexedExecution extends ExecutionRef {
  status: string;
  queuedAt: Date | null;
  startedAt: Date | null;
  lastUpdatedAt: Date | null;
  executionNumber: number | null;
  readAt: Date;
}

/** One row of Stuck: what the index and a closer look together know of an execution. */
export interface TriagedExecution extends IndexedExecution {
  reason: TriageReason;
  /** Since when it has been so: the last update of one in progress, the queueing of one that waits. */
  since: Date;
  /** How bad, 0 to 3: one each for no timeout, no connection, others behind it. */
  severity: number;
  /** Null: the job was not read yet. */
  hasTimeout: boolean | null;
  /** Queued executions of the thing that wait behind this one. */
  behind: number;
  /** The job in progress on the thing, which this one waits for. */
  blockedBy: string | null;
  typeName: string | null;
  /** Null: not looked up. */
  connectivity: Connectivity["state"] | null;
  /** From the closer look, where there was one. */
  versionNumber: number | null;
  statusDetails: Readonly<Record<string, string>> | null;
}

export const TRIAGE_VIEWS = ["age", "job", "thing", "reason"] as const;
export type TriageView = (typeof TRIAGE_VIEWS)[number];

/** A line of the views by job, by thing and by reason. */
export interface TriageGroup {
  /** The job's id, the thing's name, or the reason. */
  key: string;
  stuck: number;
  waiting: number;
  /** The longest of them has been so since then. */
  oldestSince: Date | null;
}

/** How old the index is, and what it does not know yet. */
export interface IndexAge {
  /** When each active job had been read at least once, but for those that AWS refuses; null: never yet. */
  completeAt: Date | null;
  /** The oldest read among the rows; null: there are none. */
  oldestReadAt: Date | null;
  newestReadAt: Date | null;
  openExecutions: number;
  activeJobs: number;
  /**
   * Jobs whose executions were not read yet, and about how many executions those are; null where nobody can tell. Without
   * those that AWS refuses.
   */
  jobsNotRead: number;
  executionsNotRead: number | null;
  /** The failure that affects most, where there are several; null: every read succeeds. */
  failure: IndexFailure | null;
  /** How many jobs AWS refuses to tell of, and the first few of them. */
  jobsRefused: number;
  refusedJobIds: string[];
}

/** Counting goes no further: the store would be asked for tenths of a second, and nobody reads on from there. */
export const COUNTED_UP_TO = 10_000;

/** What every page's navigation shows. Each count of `COUNTED_UP_TO` means that many or more. */
export interface TriageCounts {
  stuck: number;
  waiting: number;
  /** Those that are not over, the oldest first. */
  alerts: OpenAlert[];
  age: IndexAge;
}

/** What the index knows of a thing, for a list of things. */
export interface OpenOfThing {
  thingName: string;
  open: number;
  inProgress: number;
  /** The job of a stuck execution that others wait behind. */
  blockedBy: string | null;
  /** The oldest read among them. */
  readAt: Date;
}

export const VIEW_NAME_MAX_LENGTH = 60;

/** Why a view did not get another name. */
export type RenameFailure = ReadFailure | { kind: "name-taken" | "view-gone" };

/** A question to Stuck that somebody has given a name. */
export interface SavedView {
  id: string;
  name: string;
  /** Its URL's search, without the question mark. */
  search: string;
}
