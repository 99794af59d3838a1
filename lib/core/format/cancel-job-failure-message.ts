import type { CancelJobFailure } from "@/lib/core/domain/cancel-job";
import {
  cancelFailureMessage,
  silenceSentence,
  tooLateSentence,
  unknownSentence,
} from "./cancel-failure-message";
import { unknownStatusSentence } from "./execution-status-word";

const ENDED: Readonly<Record<string, string>> = {
  COMPLETED: "has completed already",
  CANCELED: "is canceled already",
  DELETION_IN_PROGRESS: "is being deleted",
};

/** Why a job was not canceled, or why nobody knows whether it was, in sentences. */
export function cancelJobFailureMessage(failure: CancelJobFailure): string {
  switch (failure.kind) {
    case "job-not-open":
      return ENDED[failure.status]
        ? `This job ${ENDED[failure.status]}. There is nothing to cancel.`
        : `Nothing was canceled. ${unknownStatusSentence("job", failure.status)}`;
    case "limit-exceeded":
      return "Nothing was canceled. Too many jobs are running or being canceled in this account for AWS IoT to take another. Try again in a few minutes.";
    case "job-replaced":
      return "Nothing was canceled. The job you saw was deleted, and another one now has its id.";
    case "not-canceled":
      return `${silenceSentence("aws", failure.error)} The job was read again just now and is not canceled.`;
    case "unknown":
      return unknownSentence(failure, "the job was canceled", "Look at the job again");
    case "too-late":
      return tooLateSentence("job");
    case "other-account":
    case "signed-out":
    case "not-recorded":
    case "forbidden":
    case "not-found":
    case "denied":
    case "credentials":
    case "throttled":
    case "unavailable":
    case "invalid-request":
    case "console":
      return cancelFailureMessage(failure);
  }
}
