import { NO_STATUS } from "@/lib/core/domain/execution-status";

const WORDS: Readonly<Record<string, string>> = {
  QUEUED: "Queued",
  IN_PROGRESS: "In progress",
  SUCCEEDED: "Succeeded",
  FAILED: "Failed",
  TIMED_OUT: "Timed out",
  REJECTED: "Rejected",
  REMOVED: "Removed",
  CANCELED: "Canceled",
  [NO_STATUS]: "Unknown",
};

/** The status for people. An unknown status is shown as AWS spells it. */
export function executionStatusWord(status: string): string {
  return wordIn(WORDS, status);
}

const JOB_WORDS: Readonly<Record<string, string>> = {
  IN_PROGRESS: "In progress",
  SCHEDULED: "Scheduled",
  COMPLETED: "Completed",
  CANCELED: "Canceled",
  DELETION_IN_PROGRESS: "Being deleted",
  [NO_STATUS]: "Unknown",
};

export function jobStatusWord(status: string): string {
  return wordIn(JOB_WORDS, status);
}

/** Why nothing is done because of this status: AWS sent an unknown one, or none. */
export function unknownStatusSentence(of: "execution" | "job", status: string): string {
  return status === NO_STATUS
    ? `AWS IoT gives no status for this ${of}.`
    : `AWS IoT reports the status “${status}” for this ${of}, which this console does not know.`;
}

/** Looks up own members only: AWS may add a status that every object has, such as `constructor`. */
function wordIn(words: Readonly<Record<string, string>>, status: string): string {
  return Object.hasOwn(words, status) ? words[status]! : status;
}
