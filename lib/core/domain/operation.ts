import type { AwsTarget, ExecutionRef } from "./execution";
import type { MissingFact } from "./decide-cancellation";
import type { ConsoleFailure, Forbidden, ReadFailure } from "./read-failure";
import type { StatusDetails } from "./status-details";

/** Ids are random, so that nobody can guess one of another fleet. */
export const OPERATION_ID_PATTERN = /^op_[a-z2-7]{12}$/;

/** How one execution of a bulk cancellation ended. Each item has exactly one. */
export const ITEM_OUTCOMES = [
  "canceled",
  "already-finished",
  "started-meanwhile",
  "changed-meanwhile",
  "not-found",
  "denied",
  "gave-up",
  "unknown",
  "stopped",
] as const;
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

/** Outcomes that a retry may improve. Each retry goes through a plan of its own, which shows the new state. */
export const RETRYABLE_OUTCOMES = [
  "started-meanwhile",
  "changed-meanwhile",
  "denied",
  "gave-up",
  "unknown",
  "stopped",
] as const satisfies readonly ItemOutcome[];
export type RetryableOutcome = (typeof RETRYABLE_OUTCOMES)[number];

/** The states of an item: not started, in flight, or ended with an outcome. */
export const ITEM_STATES = ["waiting", "in-hand", "settled"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export const OPERATION_STATES = ["running", "paused", "stopping", "stopped", "finished"] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** `stopping`: the items in flight are finished first. */
export const isOver = (state: OperationState): boolean => state === "stopped" || state === "finished";

/** The statuses that a selector may include. */
export type OpenStatus = "QUEUED" | "IN_PROGRESS";

/**
 * Which executions to cancel, frozen at the request. Never empty: none of these can mean "everything".
 *
 * `job` and `thing`: all that match when the server resolves it. `executions`: just these rows.
 * `items`: what another operation left undone.
 */
export type CancelSelector =
  | { kind: "executions"; executions: readonly SeenExecution[] }
  | { kind: "job"; jobId: string; statuses: readonly OpenStatus[]; name: string | null }
  | { kind: "thing"; thingName: string; statuses: readonly OpenStatus[] }
  | { kind: "items"; operationId: string; outcomes: readonly RetryableOutcome[] };

/** A row that was selected, with what its page showed of its identity. Unknown members are left out. */
export interface SeenExecution extends ExecutionRef {
  executionNumber?: number | null | undefined;
  queuedAt?: Date | null | undefined;
  /** Of one that was seen running: a retry keeps the number, and starts at another time. */
  startedAt?: Date | null | undefined;
}

/**
 * A selector as it is stored and shown. Of rows selected by hand it has only the number, and the job or thing that they
 * have in common: the items list them, and ten thousand names would otherwise travel with every read of the progress.
 */
export type RequestedSelector =
  Exclude<CancelSelector, { kind: "executions" }> | ({ kind: "executions"; count: number } & InCommon);

/** The one job of all these executions, or else the one thing. */
export interface InCommon {
  jobId?: string;
  thingName?: string;
}

/** @returns nothing where they differ in both */
export function inCommon(executions: readonly ExecutionRef[]): InCommon {
  const first = executions[0];
  if (first === undefined) return {};
  const { jobId, thingName } = first;
  if (executions.every((each) => each.jobId === jobId)) return { jobId };
  return executions.every((each) => each.thingName === thingName) ? { thingName } : {};
}

/** The most rows selected by hand. A selector by job covers more. */
export const MAX_SELECTED = 10_000;

/** With more executions than this, or with force, the person has to type the number. */
export const TYPED_COUNT_ABOVE = 100;

/** What a person requests for the executions of a plan. */
export interface CancelOrder {
  /** Cancels executions in progress too. Queued ones never need it. */
  force: boolean;
  statusDetails: StatusDetails;
  /** Merges with what the device has reported. */
  keepDeviceDetails: boolean;
  /**
   * With force: cancels also those that reported progress since the plan. Without it an execution in progress is
   * canceled only while its version, last update and status details are those of the plan.
   */
  evenIfProgressed: boolean;
  reason: string;
}

export interface OperationPerson {
  id: string;
  name: string;
  email: string | null;
  role: string;
}

/** Why it ended before its list did. `lost-right`: the person who requested it lost the permission. */
export type StopCause = "asked" | "lost-right";

/**
 * Why it is paused. `asked`: by a person. `read-only`: canceling is switched off for everyone. `suspended-too-long`:
 * what it waited for did not come back in time. `restored`: the store was restored from a backup, so nobody knows what
 * was done since. `upgraded`: it was planned by a version that did not store which executions were seen.
 */
export const PAUSE_CAUSES = ["asked", "read-only", "suspended-too-long", "restored", "upgraded"] as const;
export type PauseCause = (typeof PAUSE_CAUSES)[number];

/** Its list no longer matches its plan, so it cannot be resumed: the rest needs a new plan. */
export const mustBePlannedAgain = ({ pauseCause }: Pick<Operation, "pauseCause">): boolean =>
  pauseCause === "restored" || pauseCause === "upgraded";

/**
 * What a running operation waits for by itself. None of it is about an item. `signature`: AWS rejects the signature of
 * calls, as with a wrong clock. `fleet-moved`: the fleet's configuration points to another account, region or endpoint
 * than the operation was planned for.
 */
export const SUSPENSION_CAUSES = [
  "credentials",
  "signature",
  "no-connection",
  "unavailable",
  "fleet-moved",
] as const;
export type SuspensionCause = (typeof SUSPENSION_CAUSES)[number];

export interface Suspension {
  cause: SuspensionCause;
  /** AWS's or Node's name of the error; for a moved fleet, where it points to. */
  error: string | null;
  since: Date;
  /** Single calls that tried whether it is over. */
  probes: number;
}

/** Consecutive failures to run the fleet's operations, because of a bug in Standdown or of its store. */
export interface RunnerFailure {
  since: Date;
  failures: number;
  error: string;
}

export type OperationCounts = Readonly<Record<ItemOutcome | "waiting" | "in-hand", number>>;

/** A bulk cancellation, counted from its rows at `readAt`. */
export interface Operation {
  id: string;
  fleetId: string;
  question: RequestedSelector;
  order: CancelOrder;
  by: OperationPerson;
  state: OperationState;
  stopCause: StopCause | null;
  pauseCause: PauseCause | null;
  suspension: Suspension | null;
  /** When the next call tries whether the suspension is over. */
  probeAt: Date | null;
  /** The target that it was planned for. */
  target: AwsTarget | null;
  /** When the list was read. What was queued later is not in it. */
  plannedAt: Date;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Executions that the plan left out, by reason. */
  leftOut: LeftOut;
  /** The operation that this one retries. */
  retryOf: string | null;
  total: number;
  counts: OperationCounts;
  readAt: Date;
}

/** Executions that a plan found and does not cancel, as counts. */
export interface LeftOut {
  /** In progress, and force was not requested. */
  inProgress: number;
  finished: number;
  gone: number;
  /** Another execution now has the names of the one that was selected. */
  replaced: number;
  /** In a status that this console does not know. */
  unknownStatus: number;
  /** On things where this person may not cancel. */
  notAllowed: number;
}

/** The rate of an operation, as far as it is known. */
export interface OperationPace {
  /** Cancellations completed a second, over the last half minute; null before there are any. */
  perSecond: number | null;
  /** AWS's quota of CancelJobExecution, and the share of it for operations. Null: there is none. */
  quotaPerSecond: number | null;
  share: number;
  /** AWS throttles, so calls wait longer than the quota requires. */
  throttled: boolean;
  /** At the current rate. Null: unknown, as when it is paused. */
  secondsLeft: number | null;
}

/** An operation that includes an execution. */
export interface OperationMention {
  id: string;
  state: OperationState;
  createdAt: Date;
  byName: string;
  reason: string;
  itemState: ItemState;
  outcome: ItemOutcome | null;
}

export interface OperationItem extends ExecutionRef {
  seq: number;
  state: ItemState;
  outcome: ItemOutcome | null;
  plannedStatus: string;
  note: ItemNote | null;
  /** How often AWS was asked, or was meant to be. */
  tries: number;
  endedAt: Date | null;
}

/** Facts behind an outcome, for the sentence that explains it. */
export interface ItemNote {
  /** The kind of the answer that completed it: `canceled`, `accepted`, a failure's kind. */
  kind: string;
  /** As it was read then. */
  status?: string;
  versionNumber?: number | null;
  queuedAt?: string | null;
  /** What the device had reported, where that is why nothing was sent. */
  statusDetails?: Readonly<Record<string, string>>;
  /** What the plan did not know of it, where that is why nothing was sent. */
  missing?: MissingFact;
  /** AWS's name of its error, what came in place of an answer, or the API that failed. */
  error?: string;
  /** The operation that canceled it before this one could. */
  operationId?: string;
}

/** A plan that is being resolved, as its person recognizes and stops it. */
export interface PlanInFlight {
  id: string;
  fleetId: string;
  question: RequestedSelector;
}

/** Why an operation was not started, or not changed. */
export type OperationFailure =
  /** This person has as many plans in resolution as allowed, oldest first: one has to end before the next. */
  | { kind: "too-many-plans"; plans: readonly PlanInFlight[] }
  | { kind: "plan-expired" }
  | { kind: "plan-not-ready" }
  /** It was started already: its answer was lost, or it was sent twice. */
  | { kind: "plan-used"; operationId: string }
  | { kind: "nothing-to-cancel" }
  | { kind: "count-mismatch"; expected: number }
  /** With the added pairs the details are more than AWS takes. */
  | { kind: "too-many-details"; pairs: number }
  /** It is over, or stops. */
  | { kind: "operation-state"; state: OperationState }
  | Forbidden
  /** The fleet points to another account, region or endpoint than the plan was made for. */
  | { kind: "fleet-moved"; planned: AwsTarget; now: AwsTarget }
  /** It was restored from a backup, or planned by an earlier version: the rest needs a new plan. */
  | { kind: "must-be-planned-again" }
  /** The store could not be written, so nothing was started. */
  | { kind: "not-recorded" }
  | ConsoleFailure
  | Extract<ReadFailure, { kind: "not-found" | "invalid-request" }>;

/** How many operations of a fleet are not over, by state. One that is being stopped still runs. */
export interface OpenOperations {
  running: number;
  /** Waits by itself, for credentials or for AWS. */
  suspended: number;
  paused: number;
}
