import type { Fault } from "@/lib/testing/emulator-fault";

/** A fault without the API and the execution that it affects. */
export type FaultSpec = Omit<Fault, "api" | "match" | "count" | "afterActing">;

/**
 * The one true answer to a cancellation, in words. `ANSWERS` says what each of them means on the page, in the CSV file
 * and in the audit log.
 *
 * "canceled": AWS's own yes was read. "canceled by us or others": AWS acted, its answer was lost, and a read shows it.
 * "not canceled": AWS did not act, its answer was lost, and a read shows that. "refused, still open": AWS says that
 * something changed, and its reads show no change.
 */
export type AnswerWord =
  | "canceled"
  | "canceled by us or others"
  | "not canceled"
  | "refused, still open"
  | "throttled"
  | "too many jobs"
  | "credentials"
  | "denied"
  | "invalid request";

/** Two answers: CancelJob answers differently than CancelJobExecution. */
type Answers = AnswerWord | { execution: AnswerWord; job: AnswerWord };

/** Null: impossible with this fault. */
export interface FaultRow {
  fault: string;
  spec: FaultSpec;
  ifNotActed: Answers | null;
  ifActed: Answers | null;
}

const row = (
  fault: string,
  spec: FaultSpec,
  ifNotActed: Answers | null,
  ifActed: Answers | null,
): FaultRow => ({ fault, spec, ifNotActed, ifActed });

const LOST = "canceled by us or others";
const AWS_ERROR = { kind: "error" } as const;
/** CancelJob declares no such error, so there it is not recognizably AWS's answer. */
const REFUSED = { execution: "refused, still open", job: "not canceled" } as const;
/** Longer than the timeout of a call (10 s). */
const TOO_LONG_MS = 12_000;

/**
 * Every fault of a cancellation, and the answer that a person gets.
 *
 * A read follows each answer that is not AWS's yes, so "unknown" is no answer here: `UNREADABLE_AFTERWARDS` has that.
 * Pages that are short or empty are faults of lists, and no cancellation reads a list.
 */
export const FAULT_TABLE: readonly FaultRow[] = [
  // What comes instead of an answer.                                              AWS did not act  AWS acted
  row("HTML with 200", { kind: "html", status: 200 }, "not canceled", LOST),
  row("HTML with 200 and a request id", { kind: "html", status: 200, requestId: true }, "not canceled", LOST),
  row("HTML with 302", { kind: "html", status: 302 }, "not canceled", LOST),
  row("HTML with 400", { kind: "html", status: 400 }, "not canceled", LOST),
  row("HTML with 403", { kind: "html", status: 403 }, "not canceled", LOST),
  row("HTML with 404", { kind: "html", status: 404 }, "not canceled", LOST),
  row("HTML with 429", { kind: "html", status: 429 }, "not canceled", LOST),
  row("HTML with 500", { kind: "html-500" }, "not canceled", LOST),
  row("HTML with 503", { kind: "html", status: 503 }, "not canceled", LOST),
  row("an empty 200 without a request id", { kind: "empty", status: 200 }, "not canceled", LOST),
  row("an empty 403", { kind: "empty", status: 403 }, "not canceled", LOST),
  row(
    "an empty 409 with a request id",
    { kind: "empty", status: 409, requestId: true },
    "not canceled",
    LOST,
  ),
  row("204", { kind: "no-content" }, "not canceled", LOST),
  row("204 with a request id", { kind: "no-content", requestId: true }, "not canceled", LOST),
  row("a wrong 200", { kind: "wrong-200" }, "not canceled", LOST),
  row("a wrong 200 with a request id", { kind: "wrong-200", requestId: true }, "not canceled", LOST),
  row("JSON of something else", { kind: "wrong-json" }, "not canceled", LOST),
  row("bytes that are no HTTP", { kind: "not-http" }, "not canceled", LOST),
  row("headers that are too long", { kind: "oversized-headers" }, "not canceled", LOST),

  // Nothing comes, or not all of it.
  row("a lost answer", { kind: "lose-answer" }, null, LOST),
  row("a reset connection", { kind: "reset" }, "not canceled", LOST),
  row("an answer that is cut off", { kind: "cut-off" }, "not canceled", LOST),
  row("no answer at all", { kind: "hang" }, "not canceled", LOST),
  row("a right answer too late", { kind: "slow", delayMs: TOO_LONG_MS }, null, LOST),
  row("a right answer that drips too slowly", { kind: "slow-drip", delayMs: TOO_LONG_MS }, null, LOST),

  // AWS's own answer, late or after a second copy of the call.
  row("a right answer after a second", { kind: "slow", delayMs: 1_000 }, null, "canceled"),
  row("a right answer that drips for a second", { kind: "slow-drip", delayMs: 1_000 }, null, "canceled"),
  row("a proxy that sends the call twice", { kind: "twice" }, null, LOST),

  // AWS's errors, after which it may have acted.
  row("InternalFailureException with 500", named("InternalFailureException", 500), "not canceled", LOST),
  row(
    "ServiceUnavailableException with 503",
    named("ServiceUnavailableException", 503),
    "not canceled",
    LOST,
  ),
  row("an error with 500 that nobody knows", named("BadDayException", 500), "not canceled", LOST),
  row("an error with 400 that nobody knows", named("BadDayException", 400), "not canceled", LOST),
  row("a refusal's name with 500", named("InvalidRequestException", 500), "not canceled", LOST),

  // AWS's refusals. AWS has acted where a proxy sent the call twice, and this answers the second copy.
  row("ThrottlingException", named("ThrottlingException", 429), "throttled", LOST),
  row("TooManyRequestsException", named("TooManyRequestsException", 429), "throttled", LOST),
  row("SlowDown with 503", named("SlowDown", 503), "throttled", LOST),
  row("RequestLimitExceeded with 503", named("RequestLimitExceeded", 503), "throttled", LOST),
  row(
    "LimitExceededException",
    named("LimitExceededException", 409),
    { execution: "throttled", job: "too many jobs" },
    LOST,
  ),
  row("expired credentials", named("ExpiredTokenException", 403), "credentials", LOST),
  row("credentials nobody knows", named("UnrecognizedClientException", 403), "credentials", LOST),
  row("an invalid signature", named("InvalidSignatureException", 403), "credentials", LOST),
  row("access denied", { kind: "deny" }, "denied", LOST),
  row("an invalid request", named("InvalidRequestException", 400), "invalid request", LOST),
  row("a version conflict", named("VersionConflictException", 409), REFUSED, LOST),
  row("an invalid transition", named("InvalidStateTransitionException", 409), REFUSED, LOST),
];

function named(errorName: string, status: number): FaultSpec {
  return { ...AWS_ERROR, errorName, status, message: "As the table says." };
}
