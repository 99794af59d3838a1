import { executionStage } from "./execution-status";
import { mergeStatusDetails, type StatusDetails } from "./status-details";

/** What was asked, as far as the rules care. */
export interface CancelRequest {
  force: boolean;
  /** The version that the person saw; null cancels whatever version there is. */
  expectedVersion: number | null;
  /** Which of the job's executions on this thing the person saw; null cancels whichever there is. */
  seenExecutionNumber: number | null;
  /** Empty: AWS keeps what is there. */
  statusDetails: StatusDetails;
  /** Send the device's own details along, since AWS replaces them otherwise. */
  keepDeviceDetails: boolean;
}

/** The part of an execution that the rules look at. */
export interface CancelSubject {
  status: string;
  /** Null where AWS does not say, as with the version. */
  executionNumber: number | null;
  versionNumber: number | null;
  statusDetails: StatusDetails;
}

export type CancelRefusal =
  | { kind: "already-canceled" }
  | { kind: "already-finished"; status: string }
  /** Another execution stands there by now, of the same job on the same thing. */
  | { kind: "replaced"; seenExecutionNumber: number; executionNumber: number }
  /** Null: AWS did not say. */
  | { kind: "version-conflict"; expectedVersion: number | null; versionNumber: number | null }
  | { kind: "needs-force" }
  | { kind: "unknown-status"; status: string }
  | { kind: "too-many-details"; pairs: number };

type RefusalByState = Extract<
  CancelRefusal,
  { kind: "already-canceled" | "already-finished" | "unknown-status" }
>;

export interface CancelCall {
  force: boolean;
  /** Null: sent without one. */
  expectedVersion: number | null;
  /** Null: not sent, so AWS keeps what is there. */
  statusDetails: StatusDetails | null;
}

export type CancelDecision = { allowed: true; call: CancelCall } | { allowed: false; refusal: CancelRefusal };

const refuse = (refusal: CancelRefusal): CancelDecision => ({ allowed: false, refusal });

/**
 * Every rule of CancelJobExecution, decided before AWS has to (facts 2.1–2.3).
 *
 * An end is told before a conflict: on an execution that is over, the version is of no
 * interest to anyone. A conflict is told before a missing force: the person has to see
 * what changed before being asked for consent. Merged details are pinned to the version
 * that they were read at, or a device's report in between would be lost. A version that AWS
 * does not tell cannot be compared here: a guard that the person set is left to AWS then.
 *
 * An execution that was made anew starts again at version 1, so the version alone would take it
 * for the one that was seen. CancelJobExecution takes no execution number: one that is made anew
 * between the read and the call is canceled in place of the old one. That window is milliseconds.
 */
export function decideCancellation(subject: CancelSubject, request: CancelRequest): CancelDecision {
  const end = refusalByState(subject.status);
  if (end !== null) return refuse(end);

  const replaced = refusalByNumber(subject, request.seenExecutionNumber);
  if (replaced !== null) return refuse(replaced);

  const { expectedVersion } = request;
  const { versionNumber } = subject;
  if (expectedVersion !== null && versionNumber !== null && expectedVersion !== versionNumber)
    return refuse({ kind: "version-conflict", expectedVersion, versionNumber });

  if (subject.status === "IN_PROGRESS" && !request.force) return refuse({ kind: "needs-force" });

  const call = toCancelCall(subject, request);
  if (call === null) return refuse({ kind: "too-many-details", pairs: countTogether(subject, request) });
  return { allowed: true, call };
}

/** Why nothing can be canceled in this status, whatever is asked; null for one that is open. */
export function refusalByState(status: string): RefusalByState | null {
  if (status === "CANCELED") return { kind: "already-canceled" };
  const stage = executionStage(status);
  if (stage === "finished") return { kind: "already-finished", status };
  return stage === "unknown" ? { kind: "unknown-status", status } : null;
}

/** Whether `subject` is another execution than the one that was seen; null where it is not, or AWS does not number them. */
export function refusalByNumber(
  { executionNumber }: Pick<CancelSubject, "executionNumber">,
  seenExecutionNumber: number | null,
): Extract<CancelRefusal, { kind: "replaced" }> | null {
  if (executionNumber === null || seenExecutionNumber === null) return null;
  return executionNumber === seenExecutionNumber
    ? null
    : { kind: "replaced", seenExecutionNumber, executionNumber };
}

/**
 * What is sent for `request` on an execution as it stands. Null when the details, merged with
 * the device's own, are more than ten pairs.
 */
export function toCancelCall(subject: CancelSubject, request: CancelRequest): CancelCall | null {
  const ours = request.statusDetails;
  const merges = request.keepDeviceDetails && Object.keys(ours).length > 0;
  const details = merges ? mergeStatusDetails(subject.statusDetails, ours) : ours;
  if (details === null) return null;

  return {
    // On a queued execution force means nothing but a mark that would tell the next reader a lie.
    force: request.force && subject.status === "IN_PROGRESS",
    expectedVersion: (merges ? subject.versionNumber : null) ?? request.expectedVersion,
    statusDetails: Object.keys(details).length > 0 ? details : null,
  };
}

const countTogether = (subject: CancelSubject, request: CancelRequest) =>
  Object.keys({ ...subject.statusDetails, ...request.statusDetails }).length;

/** Whether there is anything to cancel, for rows and buttons: the same rule that decides in the end. */
export function isCancelable(status: string): boolean {
  return refusalByState(status) === null;
}
