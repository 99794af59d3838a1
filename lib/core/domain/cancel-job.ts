import type { CanceledBy, OtherAccount, Silent } from "./cancel-failure";
import type { Job } from "./job";
import type { AwsFailure, ConsoleFailure, Forbidden } from "./read-failure";

/** ReasonCode and Comment of the AWS IoT model. `\p{Upper}` and `\p{Digit}` are Java's, so ASCII. */
export const REASON_CODE_MAX_LENGTH = 128;
export const COMMENT_MAX_LENGTH = 2_028;
const COMMENT_TOO_LONG = "At most 2,028 characters.";
const REASON_CODE_PATTERN = /^[A-Z0-9_]*$/;
const CONTROL = /\p{C}/u;

/** The input of CancelJob. */
export interface CancelJobCall {
  /** Cancels executions in progress too. Without it, devices may still finish them. */
  force: boolean;
  /** Null: not sent. */
  reasonCode: string | null;
  comment: string | null;
}

/** Why `code` is refused, or null when AWS takes it. Empty is none. */
export function reasonCodeIssue(code: string): string | null {
  if (code.length > REASON_CODE_MAX_LENGTH) return `At most ${REASON_CODE_MAX_LENGTH} characters.`;
  return REASON_CODE_PATTERN.test(code)
    ? null
    : "Use only capital letters from A to Z, digits and “_”, as in USER_INITIATED.";
}

/** Why `comment` is refused, or null when AWS takes it. Empty is none. */
export function commentIssue(comment: string): string | null {
  if (comment.length > COMMENT_MAX_LENGTH) return COMMENT_TOO_LONG;
  return CONTROL.test(comment) ? "No line breaks, tabs or other control characters." : null;
}

/** An open job accepts new executions, or has some that may still run. */
export const isJobOpen = (status: string): boolean => status === "IN_PROGRESS" || status === "SCHEDULED";

/** A job that was canceled, as far as AWS has confirmed. Its executions follow, about a thousand a minute. */
export interface CanceledJob {
  current: Job;
  /** Whether a read has shown CANCELED; false: AWS accepted it, and no read shows it yet. */
  confirmed: boolean;
  by: CanceledBy;
}

/** Why a job was not canceled, or is not known to be. */
export type CancelJobFailure =
  /** Completed, already canceled, or being deleted; or in a status that this console does not know. */
  | { kind: "job-not-open"; status: string; current: Job }
  /** The job that was seen was deleted, and another one was created under its id. */
  | { kind: "job-replaced"; seenCreatedAt: Date | null; current: Job }
  /** AWS takes no more jobs at once that run, roll out or are being canceled. */
  | { kind: "limit-exceeded" }
  /** It was requested and not confirmed, and later reads show the job still open. */
  | { kind: "not-canceled"; error: string | null; current: Job }
  /** It was requested and not confirmed, and no later read shows (yet) whether AWS acted. */
  | { kind: "unknown"; silent: Silent; error: string | null }
  /** The audit log could not be written, so AWS was not called. */
  | { kind: "not-recorded" }
  /** The server was held up between reading and canceling, so the read was too old to act on. Nothing was sent. */
  | { kind: "too-late" }
  | OtherAccount
  | AwsFailure
  | Forbidden
  | ConsoleFailure;

/**
 * Decides whose cancellation a read shows, after AWS's answer to ours was lost. A job keeps the reason code and the
 * comment of its cancellation (facts 2.6), so ours are proof if we sent any and they were not there before.
 */
export function attributeJobCancellation(
  before: Pick<Job, "reasonCode" | "comment">,
  call: CancelJobCall,
  now: Pick<Job, "reasonCode" | "comment" | "forceCanceled">,
): CanceledBy | "others" {
  if (now.forceCanceled && !call.force) return "others";
  const sent = [
    [call.reasonCode, before.reasonCode, now.reasonCode],
    [call.comment, before.comment, now.comment],
  ].filter(([ours]) => ours !== null);
  if (sent.some(([ours, , found]) => ours !== found)) return "others";
  return sent.some(([ours, earlier]) => ours !== earlier) ? "us" : "us-or-others";
}
