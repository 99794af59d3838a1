import type { CancelFailure, NotCanceledBecause, Silent } from "@/lib/domain/cancel-failure";
import { executionStatusWord, unknownStatusSentence } from "./execution-status-word";
import { readFailureMessage } from "./read-failure-message";
import { versionPhrase } from "./version-words";

/** Why an execution was not canceled, as a sentence. */
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
      return `Nothing was canceled. You saw execution ${failure.seenExecutionNumber} of this job on this thing; since then the job was sent to it again, as execution ${failure.executionNumber}.`;
    case "needs-force":
      return "Nothing was canceled. The device is working on it, and AWS IoT cancels such an execution only with force.";
    case "unknown-status":
      return `Nothing was canceled. ${unknownStatusSentence("execution", failure.status)}`;
    case "too-many-details":
      return `Nothing was canceled. Together with the device's own these are ${failure.pairs} pairs of status details; AWS IoT takes ten.`;
    case "not-canceled":
      return `${notCanceledBecause(failure.because)} It was read again just now and is not canceled: ${executionStatusWord(failure.current.status).toLowerCase()} at ${versionPhrase(failure.current.versionNumber)}.`;
    case "unknown":
      return `${silenceSentence(failure.silent)} The execution could not be read afterwards, so whether it was canceled is unknown.`;
    case "signed-out":
      return "Nothing was canceled. Your session has ended: sign in again in another tab, then try again here.";
    case "not-recorded":
      return "Nothing was canceled: the audit log could not be written, and nothing is done that is not on record. The server's log says why.";
    case "denied":
    case "credentials":
    case "throttled":
    case "unavailable":
    case "invalid-request":
      // Which call it was, a read before or the cancellation itself, tells most people nothing; this does.
      return `Nothing was canceled. ${readFailureMessage(failure)}`;
    case "forbidden":
    case "not-found":
    case "console":
      return readFailureMessage(failure);
  }
}

function notCanceledBecause(because: NotCanceledBecause): string {
  return because === "refused"
    ? "AWS refused, as if it had started or ended meanwhile; its reads may lag behind."
    : silenceSentence(because);
}

/** Who it was that never said what came of it. */
export function silenceSentence(silent: Silent): string {
  return silent === "aws" ? "AWS did not confirm." : "Standdown's own server did not answer.";
}
