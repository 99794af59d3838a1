import { executionStage } from "./execution-status";
import { mergeStatusDetails, type StatusDetails } from "./status-details";

/** What was asked, as far as the rules care. */
export interface CancelRequest {
  force: boolean;
  /** The version that the person saw; null cancels whatever version there is. */
  expectedVersion: number | null;
  /** Empty: AWS keeps what is there. */
  statusDetails: StatusDetails;
  /** Send the device's own details along, since AWS replaces them otherwise. */
  keepDeviceDetails: boolean;
}

/** The part of an execution that the rules look at. */
export interface CancelSubject {
  status: string;
  versionNumber: number;
  statusDetails: StatusDetails;
}

export type CancelRefusal =
  | { kind: "already-canceled" }
  | { kind: "already-finished"; status: string }
  | { kind: "version-conflict"; expectedVersion: number; versionNumber: number }
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
 * that they were read at, or a device's report in between would be lost.
 */
export function decideCancellation(subject: CancelSubject, request: CancelRequest): CancelDecision {
  const end = refusalByState(subject.status);
  if (end !== null) return refuse(end);

  const { expectedVersion } = request;
  if (expectedVersion !== null && expectedVersion !== subject.versionNumber)
    return refuse({ kind: "version-conflict", expectedVersion, versionNumber: subject.versionNumber });

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
    expectedVersion: merges ? subject.versionNumber : request.expectedVersion,
    statusDetails: Object.keys(details).length > 0 ? details : null,
  };
}

const countTogether = (subject: CancelSubject, request: CancelRequest) =>
  Object.keys({ ...subject.statusDetails, ...request.statusDetails }).length;

/** Whether there is anything to cancel, for rows and buttons: the same rule that decides in the end. */
export function isCancelable(status: string): boolean {
  return refusalByState(status) === null;
}
