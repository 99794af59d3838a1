import type { AwsTarget, ExecutionRef } from "./execution";
import type { MissingFact } from "./decide-cancellation";
import type { ConsoleFailure, Forbidden, ReadFailure } from "./read-failure";
import type { StatusDetails } from "./status-details";

/** Ids are random, so that nobody can guess one of another fleet. */
export const OPERATION_ID_PATTERN = /^op_[a-z2-7]{12}$/;

/** How one execution of a bulk cancellation ended. Each item has just one. */
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

/** What a second try may end better for. Each goes through a plan of its own, which shows the new state. */
export const RETRYABLE_OUTCOMES = [
  "started-meanwhile",
  "changed-meanwhile",
  "denied",
  "gave-up",
  "unknown",
  "stopped",
] as const satisfies readonly ItemOutcome[];
export type RetryableOutcome = (typeof RETRYABLE_OUTCOMES)[number];

/** An item before it has an outcome: nobody has it in hand, or a runner has. */
export const ITEM_STATES = ["waiting", "in-hand", "settled"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export const OPERATION_STATES = ["running", "paused", "stopping", "stopped", "finished"] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** `stopping`: what is in hand is finished first. */
export const isOver = (state: OperationState): boolean => state === "stopped" || state === "finished";

/** Statuses that a question may be about. */
export type OpenStatus = "QUEUED" | "IN_PROGRESS";

/**
 * What is meant to be canceled, frozen when it was asked. Never empty: none of these can mean "everything".
 *
 * `job` and `thing`: all that match when the server resolves it. `executions`: just these rows.
 * `items`: what another operation did not get done.
 */
export type CancelSelector =
  | { kind: "executions"; executions: readonly SeenExecution[] }
  | { kind: "job"; jobId: string; statuses: readonly OpenStatus[]; name: string | null }
  | { kind: "thing"; thingName: string; statuses: readonly OpenStatus[] }
  | { kind: "items"; operationId: string; outcomes: readonly RetryableOutcome[] };

/** A row that was picked, with what its page showed of its identity. Members are left out where nothing was known. */
export interface SeenExecution extends ExecutionRef {
  executionNumber?: number | null | undefined;
  queuedAt?: Date | null | undefined;
  /** Of one that was seen running: a retry keeps the number, and starts at another time. */
  startedAt?: Date | null | undefined;
}

/**
 * The question as it is remembered and shown. Of rows that were picked by hand only the number, and the job or the
 * thing that they have in common: which they were stands in the items, and ten thousand names would else travel with
 * each look at the progress.
 */
export type RequestedSelector =
  Exclude<CancelSelector, { kind: "executions" }> | ({ kind: "executions"; count: number } & InCommon);

/** The one job that some executions are of, or else the one thing. */
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

/** One selection by hand; more is asked as a question about the job. */
export const MAX_SELECTED = 10_000;

/** More than this, or any force, asks to type the number. */
export const TYPED_COUNT_ABOVE = 100;

/** What somebody asked of the executions of a plan. */
export interface CancelOrder {
  /** In-progress executions are canceled too. Queued ones never need it. */
  force: boolean;
  statusDetails: StatusDetails;
  /** Merges with what the device has reported. */
  keepDeviceDetails: boolean;
  /**
   * With force: also those that reported progress since the plan. Without it an execution in progress is canceled only
   * while its version, last update and status details are those of the plan.
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

/** Why it ended before its list did. `lost-right`: whoever asked may not do it any more. */
export type StopCause = "asked" | "lost-right";

/**
 * Why it is paused. `asked`: by a person. `read-only`: canceling is switched off for everyone. `suspended-too-long`: what
 * it waited for did not come back in time. `restored`: the store was restored from a backup, so nobody knows what was
 * done since. `upgraded`: it was planned by a version that did not keep which executions were seen.
 */
export const PAUSE_CAUSES = ["asked", "read-only", "suspended-too-long", "restored", "upgraded"] as const;
export type PauseCause = (typeof PAUSE_CAUSES)[number];

/** Its list is no longer what anybody planned, so it cannot be resumed: what is left of it has to be planned again. */
export const mustBePlannedAgain = ({ pauseCause }: Pick<Operation, "pauseCause">): boolean =>
  pauseCause === "restored" || pauseCause === "upgraded";

/**
 * What a running operation waits for by itself. None of it is about an item. `signature`: AWS does not accept how calls
 * are signed, as with a wrong clock. `fleet-moved`: the fleet's configuration points to another account, region or
 * endpoint than the operation was planned for.
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
  /** AWS's or Node's name of what went wrong; for a moved fleet, where it points to. */
  error: string | null;
  since: Date;
  /** Single calls that tried whether it is over. */
  probes: number;
}

/** Runs of the fleet's operations that fail one after another, by a fault of Standdown's own or of its store. */
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
  /** When it is tried again whether the suspension is over. */
  probeAt: Date | null;
  /** Where it was planned for. */
  target: AwsTarget | null;
  /** When the list was read: what was queued later is not in it. */
  plannedAt: Date;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Left out of the list, and why. */
  leftOut: LeftOut;
  /** The operation whose leftovers these are. */
  retryOf: string | null;
  total: number;
  counts: OperationCounts;
  readAt: Date;
}

/** What a plan met and does not cancel, as counts of executions. */
export interface LeftOut {
  /** In progress, and force was not asked for. */
  inProgress: number;
  finished: number;
  gone: number;
  /** Another execution stands there by now than the one that was picked. */
  replaced: number;
  /** In a status that we do not know. */
  unknownStatus: number;
  /** On things that the person may not cancel on. */
  notAllowed: number;
}

/** How fast it goes, as far as is known. */
export interface OperationPace {
  /** Cancellations settled a second, over the last half minute; null before there are any. */
  perSecond: number | null;
  /** AWS's quota of CancelJobExecution, and the part of it that is ours. Null: there is none. */
  quotaPerSecond: number | null;
  share: number;
  /** AWS throttles, so calls wait longer than the quota says. */
  throttled: boolean;
  /** At today's pace. Null: not to be told, as when it is paused. */
  secondsLeft: number | null;
}

/** An operation that an execution was, or is, on the list of. */
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
  /** The kind of the answer that settled it: `canceled`, `accepted`, a failure's kind. */
  kind: string;
  /** As it was read then. */
  status?: string;
  versionNumber?: number | null;
  queuedAt?: string | null;
  /** What the device had reported, where that is why nothing was sent. */
  statusDetails?: Readonly<Record<string, string>>;
  /** What was not known of it when it was planned, where that is why nothing was sent. */
  missing?: MissingFact;
  /** AWS's name for its refusal, what came instead of an answer, or the API that failed. */
  error?: string;
  /** The operation that canceled it before this one could. */
  operationId?: string;
}

/** A plan whose list is being read, by what its person can tell it and end it. */
export interface PlanInFlight {
  id: string;
  fleetId: string;
  question: RequestedSelector;
}

/** Why an operation was not begun, or not changed. */
export type OperationFailure =
  /** As many plans of this person as may be are being resolved, oldest first: one has to end before the next. */
  | { kind: "too-many-plans"; plans: readonly PlanInFlight[] }
  | { kind: "plan-expired" }
  | { kind: "plan-not-ready" }
  /** It was begun already: the answer to that was lost, or it was sent twice. */
  | { kind: "plan-used"; operationId: string }
  | { kind: "nothing-to-cancel" }
  | { kind: "count-mismatch"; expected: number }
  /** With the pairs that are added the details are more than AWS takes. */
  | { kind: "too-many-details"; pairs: number }
  /** It is over, or stops. */
  | { kind: "operation-state"; state: OperationState }
  | Forbidden
  /** The fleet points to another account, region or endpoint than the plan was made for. */
  | { kind: "fleet-moved"; planned: AwsTarget; now: AwsTarget }
  /** It was restored from a backup, or planned by an earlier version: what is left of it has to be planned again. */
  | { kind: "must-be-planned-again" }
  /** The store could not be written, so nothing was begun. */
  | { kind: "not-recorded" }
  | ConsoleFailure
  | Extract<ReadFailure, { kind: "not-found" | "invalid-request" }>;

/** How many operations of a fleet are not over, by how they stand. One that is being stopped still runs. */
export interface OpenOperations {
  running: number;
  /** Waits by itself, for credentials or for AWS. */
  suspended: number;
  paused: number;
}
