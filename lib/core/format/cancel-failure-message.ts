import type { CancelFailure, NotCanceledBecause, Silent } from "@/lib/core/domain/cancel-failure";
import type { MissingFact } from "@/lib/core/domain/decide-cancellation";
import { executionStatusWord, unknownStatusSentence } from "./execution-status-word";
import { readFailureMessage } from "./read-failure-message";
import { versionPhrase } from "./version-words";

/** Why an execution was not canceled, or why nobody knows whether it was, in sentences. */
export function cancelFailureMessage(failure: CancelFailure): string {
  switch (failure.kind) {
    case "already-canceled":
      return "This execution is already canceled in AWS IoT. Nothing was left to do.";
    case "already-finished":
      return `This execution had already ended (${executionStatusWord(failure.status)}). There is nothing to cancel.`;
    case "version-conflict":
      return failure.expectedVersion === null
        ? "Nothing was canceled. The execution has changed since you saw it."
        : `Nothing was canceled. You asked to cancel version ${failure.expectedVersion}, but the execution has changed since.`;
    case "replaced":
      return `Nothing was canceled. ${replacedSentence(failure)}`;
    case "not-comparable":
      return `Nothing was canceled. ${notComparableSentence(failure.missing)}`;
    case "needs-force":
      return "Nothing was canceled. The device is working on it, and AWS IoT cancels such an execution only with force.";
    case "unknown-status":
      return `Nothing was canceled. ${unknownStatusSentence("execution", failure.status)}`;
    case "too-many-details":
      return `Nothing was canceled. Together with the device's own these are ${failure.pairs} pairs of status details; AWS IoT takes ten.`;
    case "not-canceled":
      return `${notCanceledBecause(failure.because, failure.error)} It was read again just now and is not canceled: ${executionStatusWord(failure.current.status).toLowerCase()} at ${versionPhrase(failure.current.versionNumber)}.`;
    case "unknown":
      return unknownSentence(failure, "it was canceled", "Read it again");
    case "other-account":
      return `Nothing was canceled. AWS IoT returns things of account ${failure.actual}, and this fleet is configured for account ${failure.expected}. Ask the person who runs Standdown.`;
    case "too-late":
      return tooLateSentence("execution");
    case "signed-out":
      return "Nothing was canceled. Your session has ended: sign in again in another tab, then try again here.";
    case "not-recorded":
      return "Nothing was canceled: the audit log could not be written, and nothing is done that is not on record. The server's log says why.";
    case "denied":
    case "credentials":
    case "throttled":
    case "unavailable":
    case "invalid-request":
      // The read or the call failed: people only need to know that nothing was canceled.
      return `Nothing was canceled. ${readFailureMessage(failure)}`;
    case "forbidden":
    case "not-found":
    case "console":
      return readFailureMessage(failure);
  }
}

/** Why the execution that was seen cannot be compared with the current one: the facts that are missing. */
export function notComparableSentence(missing: MissingFact): string {
  switch (missing) {
    case "identity":
      return "AWS IoT did not say when this execution was queued or started, and its version was not read: nothing can tell it from another one.";
    case "progress":
      return "Its version was not read, and the time of its last update is missing or too recent to show whether its device has reported since the plan was made.";
  }
}

type Replaced = Extract<CancelFailure, { kind: "replaced" }>;

/** The difference between the execution that was seen and the present one. */
function replacedSentence({ seen, differs, current }: Replaced): string {
  if (differs.includes("origin"))
    return "AWS IoT now returns an execution of another account or region than the one you saw.";
  if (differs.includes("executionNumber"))
    return `You saw execution ${seen.executionNumber} of this job on this thing. Since then the job was sent to it again, as execution ${current.executionNumber}.`;
  // A retry may be queued at another time too (facts 8), and nothing here distinguishes the two.
  if (differs.includes("queuedAt"))
    return "The execution you saw is over or gone. Since then the job was created or sent again under the same id, or AWS IoT queued it for a retry.";
  return "The attempt you saw is over. AWS IoT has queued or started the execution again since.";
}

/** What came in place of an answer, for anyone who investigates. */
const errorWords = (error: string | null) => (error === null ? "" : ` (${error})`);

function notCanceledBecause(because: NotCanceledBecause, error: string | null): string {
  return because === "refused"
    ? `AWS refused${errorWords(error)}, as if it had started or ended meanwhile; its reads may lag behind.`
    : silenceSentence(because, error);
}

/** Whose answer is missing, and what came in its place. */
export function silenceSentence(silent: Silent, error: string | null): string {
  return silent === "aws"
    ? `AWS did not confirm${errorWords(error)}.`
    : `Standdown's own server did not answer${errorWords(error)}.`;
}

/**
 * Says that nobody knows yet whether it was canceled. If AWS gave no answer, the server reads again. If the server gave
 * no answer, it may never have received the request, so the person has to look.
 */
export function unknownSentence(
  { silent, error }: Pick<Extract<CancelFailure, { kind: "unknown" }>, "silent" | "error">,
  whether: string,
  look: string,
): string {
  const silence = silenceSentence(silent, error);
  return silent === "aws"
    ? `${silence} No later read can tell yet whether ${whether}. It will be read again, and the audit log will say what is found.`
    : `${silence} Whether ${whether} is not known yet. ${look}, or look in the audit log: it has an entry if the server received the request.`;
}

/** Says that nothing was sent, because the server could not act in time on its read. */
export function tooLateSentence(of: "execution" | "job"): string {
  return `Nothing was canceled. Standdown's server was held up after it had read the ${of}, and what it had read was too old to act on. Try again.`;
}
