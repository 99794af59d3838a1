import type { AwsFailure, SearchFailure } from "@/lib/core/domain/read-failure";
import { type ErrorMeaning, isRefusalOf, meaningOf, type WriteApi } from "./aws-errors";
import { isRequestId, NeverSent, TooLate, UnreadableAnswer } from "./check-answers";
import { errorLabel, safeName } from "./error-label";
import type { AwsRefusal, NotSent, Unconfirmed } from "./iot-gateway";
import { networkTroubleOf } from "./network-trouble";
import { AssumeRoleFailed } from "./role-sessions";

/** What a call was about, for the sentence that reports its failure. */
export interface CallSubject {
  api: string;
  /** What AWS may not find: "the job fw-1", "the thing kiosk:1". */
  what: string;
  /** What IAM has to allow, as ARNs end: `job/fw-1`. Null where the action takes no resource. */
  resource: string | null;
}

/**
 * Maps any error of a read to a failure: by name first, then by status (facts 1.6), never by message text, which
 * AWS does not document (facts 2.9). Total: an unknown error is `unreadable`.
 */
export function toReadFailure(error: unknown, subject: CallSubject): AwsFailure {
  const { api } = subject;
  if (error instanceof AssumeRoleFailed) return byRole(error);
  if (error instanceof NeverSent) return { kind: "credentials", api, error: errorLabel(error) };
  if (error instanceof UnreadableAnswer && error.status === 429) return { kind: "throttled", api };
  const named = namedByAws(error);
  const meaning = named && meaningOf(api, named.name);
  const known = named && meaning && byMeaning(meaning, named, subject);
  if (known) return known;
  if (named) return byStatus(named, subject);
  return { kind: "unavailable", api, because: networkTroubleOf(error)?.because ?? answerTroubleOf(error) };
}

/** The same for SearchIndex, which has two failures of its own. If it finds nothing, the index is missing. */
export function toSearchFailure(error: unknown, subject: CallSubject): AwsFailure | SearchFailure {
  if (namedByAws(error)?.name === "IndexNotReadyException") return { kind: "index-not-ready" };
  const failure = toReadFailure(error, subject);
  return failure.kind === "not-found" ? { kind: "index-off" } : failure;
}

/** What only a write can be answered with. */
export type WriteAnswer = AwsRefusal | NotSent | Unconfirmed | Conflict;

type ConflictKind = Extract<ErrorMeaning, "version-conflict" | "invalid-transition" | "limit-exceeded">;
type Conflict = { [Kind in ConflictKind]: { kind: Kind } }[ConflictKind];

/**
 * Maps any error of a write to an answer. Total, and cautious: AWS has refused a write only if it names an
 * error that the model declares for it or that all of AWS uses. AWS has received nothing only if no connection was
 * made. Everything else is `unconfirmed`: AWS may have acted before a proxy, or an error, replaced its answer.
 */
export function toWriteAnswer(error: unknown, subject: CallSubject & { api: WriteApi }): WriteAnswer {
  const { api } = subject;
  if (error instanceof TooLate) return { kind: "too-late", api };
  if (error instanceof AssumeRoleFailed) return byRoleOfWrite(error);
  if (error instanceof NeverSent) return { kind: "credentials", api, error: errorLabel(error) };
  const named = namedByAws(error);
  if (named) return byNameOfWrite(named, subject);
  const trouble = networkTroubleOf(error);
  if (trouble?.isNeverSent) return { kind: "unavailable", api, because: trouble.because };
  const isUnreadable = trouble === null || trouble.because === "unreadable";
  const because = isUnreadable ? answerTroubleOf(error) : "no-answer";
  return { kind: "unconfirmed", api, because, error: errorLabel(error) };
}

/** The call itself was never sent: the failure, and the names in it, are those of STS. */
function byRole({ cause, roleArn }: AssumeRoleFailed): AwsFailure {
  const failure = toReadFailure(cause, { api: "AssumeRole", what: `The role ${roleArn}`, resource: roleArn });
  return failure.kind === "denied" ? { ...failure, action: "sts:AssumeRole" } : failure;
}

/** AWS IoT has received nothing, whatever STS did: there is nothing to confirm. */
function byRoleOfWrite(error: AssumeRoleFailed): AwsRefusal | NotSent {
  const failure = byRole(error);
  if (failure.kind !== "unavailable") return failure;
  const { api, because } = failure;
  return because === "refused" || because === "tls"
    ? { kind: "unavailable", api, because }
    : { kind: "credentials", api, error: errorLabel(error.cause) };
}

interface NamedError {
  name: string;
  message: string;
  status: number;
  requestId: string | null;
}

/**
 * An error that the SDK read from an answer, by the name that AWS gave or because its parser failed on a 200. Or an
 * error of the SDK itself, because nothing could be signed.
 */
function namedByAws(error: unknown): NamedError | null {
  if (!(error instanceof Error)) return null;
  const { httpStatusCode, requestId } = metadataOf(error);
  const isLocal = LOCAL.has(error.name);
  if (typeof httpStatusCode !== "number" && !isLocal) return null;
  return {
    name: error.name,
    // Typed as a string, but the JSON may hold anything.
    message: String(error.message),
    status: typeof httpStatusCode === "number" ? httpStatusCode : 0,
    requestId: typeof requestId === "string" && isRequestId(requestId) ? requestId : null,
  };
}

const LOCAL = new Set(["CredentialsProviderError", "TokenProviderError"]);

function metadataOf(error: Error): { httpStatusCode?: unknown; requestId?: unknown } {
  const metadata = "$metadata" in error ? error.$metadata : undefined;
  return typeof metadata === "object" && metadata !== null ? metadata : {};
}

function byMeaning(
  meaning: ErrorMeaning,
  { name, message }: NamedError,
  { api, what, resource }: CallSubject,
): AwsFailure | null {
  switch (meaning) {
    case "not-found":
      return { kind: "not-found", what };
    case "throttled":
      return { kind: "throttled", api };
    case "denied":
      return { kind: "denied", action: `iot:${api}`, resource };
    case "credentials":
      return { kind: "credentials", api, error: name };
    case "invalid":
      return { kind: "invalid-request", api, message };
    case "server":
      return { kind: "unavailable", api, because: "error" };
    case "index-not-ready":
    case "version-conflict":
    case "invalid-transition":
    case "limit-exceeded":
      return null;
  }
}

/** AWS adds names over time. Without its request id, an unknown one is not AWS's. */
function byStatus(named: NamedError, { api, resource }: CallSubject): AwsFailure {
  const { status, requestId } = named;
  if (status === 429) return { kind: "throttled", api };
  if (requestId === null || status < 400) return { kind: "unavailable", api, because: "unreadable" };
  if (status >= 500) return { kind: "unavailable", api, because: "error" };
  if (status === 401 || status === 403) return { kind: "denied", action: `iot:${api}`, resource };
  // Its text is not passed on: signature errors quote the request's own headers.
  return { kind: "invalid-request", api, message: safeName(named.name) };
}

function byNameOfWrite(named: NamedError, subject: CallSubject & { api: WriteApi }): WriteAnswer {
  const { api } = subject;
  const meaning = meaningOf(api, named.name);
  const isRefusal = meaning !== null && isRefusalOf(api, named.name);
  // Some throttling names come with 503. After any other 5xx AWS may have acted, whatever its name says.
  if (isRefusal && (named.status < 500 || meaning === "throttled")) {
    if (isConflict(meaning)) return { kind: meaning };
    const refusal = byMeaning(meaning, named, subject);
    if (refusal && refusal.kind !== "unavailable") return refusal;
  }
  const because = meaning === "server" || named.status >= 500 ? "error" : "unreadable";
  return { kind: "unconfirmed", api, because, error: safeName(named.name) };
}

const isConflict = (meaning: ErrorMeaning): meaning is ConflictKind =>
  meaning === "version-conflict" || meaning === "invalid-transition" || meaning === "limit-exceeded";

/** An error of AWS's own has its request id; a proxy's page has none. */
function answerTroubleOf(error: unknown): "error" | "unreadable" {
  const isFault = error instanceof UnreadableAnswer && error.status >= 500 && error.requestId !== null;
  return isFault ? "error" : "unreadable";
}

/** Whether AWS, or what stands before it, asks for fewer calls of this API. */
export function isThrottle(error: unknown, api: string): boolean {
  if (error instanceof UnreadableAnswer) return error.status === 429;
  const named = namedByAws(error);
  return named !== null && (named.status === 429 || meaningOf(api, named.name) === "throttled");
}

/** How a call failed, as one of a closed set of words, so that it can be a metric label. */
export function outcomeOf(error: unknown, api: string): string {
  if (error instanceof AssumeRoleFailed) return "AssumeRoleFailed";
  if (error instanceof NeverSent) return "CredentialsProviderError";
  const named = namedByAws(error);
  if (named) return meaningOf(api, named.name) === null ? "unknown-error" : named.name;
  return networkTroubleOf(error)?.because ?? answerTroubleOf(error);
}
