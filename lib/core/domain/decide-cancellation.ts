import { executionStage } from "./execution-status";
import { compareIdentity, type IdentityMember, type ObservedExecution } from "./observed-execution";
import { mergeStatusDetails, type StatusDetails } from "./status-details";

/** The request, as far as the rules need it. */
export interface CancelRequest {
  force: boolean;
  /** What the person saw. Another execution than this one is never canceled. */
  observed: ObservedExecution;
  /** The version that the person limits it to; null where they did not. */
  expectedVersion: number | null;
  /** Empty: AWS keeps what is there. */
  statusDetails: StatusDetails;
  /** Sends the device's own details along, since AWS replaces them otherwise. */
  keepDeviceDetails: boolean;
}

/** The part of an execution that the rules read. */
export interface CancelSubject extends ObservedExecution {
  statusDetails: StatusDetails;
}

/** `identity`: whether it is the same execution. `progress`: whether its device has reported since. */
export type MissingFact = "identity" | "progress";

export type CancelRefusal =
  | { kind: "already-canceled" }
  | { kind: "already-finished"; status: string }
  /** Another execution, or another attempt, than the one that was seen. */
  | { kind: "replaced"; seen: ObservedExecution; differs: readonly IdentityMember[] }
  /** Null: AWS did not say. */
  | { kind: "version-conflict"; expectedVersion: number | null; versionNumber: number | null }
  /** Too little was known of what was seen to compare it with what is there now. */
  | { kind: "not-comparable"; missing: MissingFact }
  | { kind: "needs-force" }
  | { kind: "unknown-status"; status: string }
  | { kind: "too-many-details"; pairs: number };

type RefusalByState = Extract<
  CancelRefusal,
  { kind: "already-canceled" | "already-finished" | "unknown-status" }
>;

export interface CancelCall {
  force: boolean;
  /** Null where AWS reports no version: the call carries none. */
  expectedVersion: number | null;
  /** Null: not sent, so AWS keeps what is there. */
  statusDetails: StatusDetails | null;
}

export type CancelDecision = { allowed: true; call: CancelCall } | { allowed: false; refusal: CancelRefusal };

const refuse = (refusal: CancelRefusal): CancelDecision => ({ allowed: false, refusal });

/**
 * Applies every rule of CancelJobExecution to a fresh read, before AWS does (facts 2.1–2.3).
 *
 * Identity comes first: every other answer is about the execution that was seen. An end comes before a conflict: once
 * the execution is over, its version matters to nobody. A conflict comes before a missing force: the person must see
 * what changed before giving consent. A version that AWS does not report cannot be compared here: comparing the
 * expected version is left to AWS then.
 */
export function decideCancellation(subject: CancelSubject, request: CancelRequest): CancelDecision {
  const { differs, isPartial } = compareIdentity(request.observed, subject);
  const end = refusalByState(subject.status);
  // A later attempt may have followed the one that was seen. If the execution is over, saying so is the better answer.
  const isOther = differs.some((member) => member !== "startedAt" || end === null);
  if (isOther) return refuse({ kind: "replaced", seen: request.observed, differs });
  if (end !== null) return refuse(end);

  // Where the identity cannot be compared in full, the version must be the one that was seen, whatever the request
  // says.
  const seenVersion = isPartial ? request.observed.versionNumber : null;
  if (isPartial && seenVersion === null) return refuse({ kind: "not-comparable", missing: "identity" });
  const { versionNumber } = subject;
  for (const expectedVersion of [request.expectedVersion, seenVersion])
    if (expectedVersion !== null && versionNumber !== null && expectedVersion !== versionNumber)
      return refuse({ kind: "version-conflict", expectedVersion, versionNumber });

  // Only a person who saw it running can consent to interrupt a device.
  const isForced = request.force && request.observed.status === "IN_PROGRESS";
  if (subject.status === "IN_PROGRESS" && !isForced) return refuse({ kind: "needs-force" });

  const call = toCancelCall(subject, { ...request, expectedVersion: request.expectedVersion ?? seenVersion });
  if (call === null) return refuse({ kind: "too-many-details", pairs: countTogether(subject, request) });
  return { allowed: true, call };
}

/** Why nothing can be canceled in this status, whatever the request; null for an open one. */
export function refusalByState(status: string): RefusalByState | null {
  if (status === "CANCELED") return { kind: "already-canceled" };
  const stage = executionStage(status);
  if (stage === "finished") return { kind: "already-finished", status };
  return stage === "unknown" ? { kind: "unknown-status", status } : null;
}

/**
 * The call for `request` on an execution as it is. Null when the details, merged with the device's own, are more than
 * ten pairs.
 *
 * A version is always sent: the one that the person limits it to, or else the one just read. So AWS itself refuses an
 * execution that changed between the read and the call.
 */
export function toCancelCall(subject: CancelSubject, request: CancelRequest): CancelCall | null {
  const ours = request.statusDetails;
  const merges = request.keepDeviceDetails && Object.keys(ours).length > 0;
  const details = merges ? mergeStatusDetails(subject.statusDetails, ours) : ours;
  if (details === null) return null;

  return {
    // On a queued execution force would only leave a mark that misleads the next reader.
    force: request.force && subject.status === "IN_PROGRESS",
    expectedVersion: request.expectedVersion ?? subject.versionNumber,
    statusDetails: Object.keys(details).length > 0 ? details : null,
  };
}

const countTogether = (subject: CancelSubject, request: CancelRequest) =>
  Object.keys({ ...subject.statusDetails, ...request.statusDetails }).length;

/** Whether there is anything to cancel, for rows and buttons: the same rule that decides in the end. */
export function isCancelable(status: string): boolean {
  return refusalByState(status) === null;
}
