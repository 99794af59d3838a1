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

/** The status for people. A word that we do not know is shown as AWS sent it. */
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

/** Why nothing is done by this status: AWS sent a word that we do not know, or none. */
export function unknownStatusSentence(of: "execution" | "job", status: string): string {
  return status === NO_STATUS
    ? `AWS IoT gives no status for this ${of}.`
    : `AWS IoT reports the status “${status}” for this ${of}, which this console does not know.`;
}

/** A word that AWS adds may be one that every object answers to, such as `constructor`. */
function wordIn(words: Readonly<Record<string, string>>, status: string): string {
  return Object.hasOwn(words, status) ? words[status]! : status;
}
