import type { ReadFailure } from "@/lib/domain/read-failure";
import { AssumeRoleFailed } from "./role-sessions";

/** What a call was about, for the sentence that tells of its failure. */
export interface CallSubject {
  api: string;
  /** What may not be there: "the job fw-1", "the thing kiosk:1". */
  what: string;
  /** What IAM has to allow, as ARNs end: `job/fw-1`. Null where the action takes no resource. */
  resource: string | null;
}

/**
 * Turns what the SDK throws into our words: by name first, then by status (facts 1.6), never by message text, which AWS
 * does not document (facts 2.9). Null for what is no answer of AWS and no broken network: a bug, to be thrown on.
 */
export function toReadFailure(error: unknown, subject: CallSubject): ReadFailure | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof AssumeRoleFailed) return byRole(error);
  return byName(error, subject) ?? byNetwork(error, subject) ?? byStatus(error, subject);
}

/**
 * The same of a call that changes something. Only a connection that never came about proves that AWS has not heard it:
 * TLS may fail, and a route be lost, while the answer is on its way. A certificate is looked at before anything is sent.
 */
export function toWriteFailure(error: unknown, subject: CallSubject): ReadFailure | null {
  const failure = toReadFailure(error, subject);
  if (failure?.kind !== "unavailable" || !(error instanceof Error) || neverConnected(error)) return failure;
  return { ...failure, because: failure.because === "error" ? "error" : "no-answer" };
}

function neverConnected(error: Error): boolean {
  if (error instanceof AssumeRoleFailed || /CERT|UNABLE_TO_VERIFY/.test(codeOf(error) ?? "")) return true;
  if (error instanceof AggregateError)
    return error.errors.every((one) => one instanceof Error && neverConnected(one));
  return "syscall" in error && (error.syscall === "connect" || error.syscall === "getaddrinfo");
}

/** The call itself never left: all that went wrong is STS's, and so are the names. */
function byRole({ cause, roleArn }: AssumeRoleFailed): ReadFailure | null {
  const failure = toReadFailure(cause, { api: "AssumeRole", what: `The role ${roleArn}`, resource: roleArn });
  return failure?.kind === "denied" ? { ...failure, action: "sts:AssumeRole" } : failure;
}

const CREDENTIAL_ERRORS = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "ExpiredTokenException",
  "ExpiredToken",
  "MissingAuthenticationTokenException",
  "IncompleteSignatureException",
  "IncompleteSignature",
  "RequestExpired",
  "RequestTimeTooSkewed",
]);

function byName(error: Error, { api, what, resource }: CallSubject): ReadFailure | null {
  switch (error.name) {
    case "ResourceNotFoundException":
      return { kind: "not-found", what };
    case "ThrottlingException":
    case "TooManyRequestsException":
    case "Throttling":
      return { kind: "throttled", api };
    case "AccessDeniedException":
    case "AccessDenied":
    case "NotAuthorized":
    case "UnauthorizedException":
      return { kind: "denied", action: `iot:${api}`, resource };
    case "InvalidRequestException":
    case "InvalidQueryException":
    case "ValidationException":
      return { kind: "invalid-request", api, message: error.message };
    case "IndexNotReadyException":
      return { kind: "index-not-ready" };
    case "ServiceUnavailableException":
    case "InternalFailureException":
    case "InternalException":
      return { kind: "unavailable", api, because: "error" };
    default:
      return CREDENTIAL_ERRORS.has(error.name) ? { kind: "credentials", api, error: error.name } : null;
  }
}

const REFUSED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
/** OpenSSL's and Node's own codes for a certificate that is not trusted, and for no TLS at all. */
const TLS = /CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|UNABLE_TO_VERIFY/;
const CUT_OFF = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ESOCKETTIMEDOUT", "ECONNABORTED"]);

function byNetwork(error: Error, { api }: CallSubject): ReadFailure | null {
  const code = codeOf(error);
  if (code !== null && REFUSED.has(code)) return { kind: "unavailable", api, because: "refused" };
  if (code !== null && TLS.test(code)) return { kind: "unavailable", api, because: "tls" };
  if ((code !== null && CUT_OFF.has(code)) || error.name === "TimeoutError" || error.name === "AbortError")
    return { kind: "unavailable", api, because: "no-answer" };
  return null;
}

function codeOf(error: Error): string | null {
  if ("code" in error && typeof error.code === "string") return error.code;
  // Several addresses of one host that all refused come as one error with many inside.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return null;
}

function byStatus(error: Error, { api, resource }: CallSubject): ReadFailure | null {
  const status = statusOf(error);
  if (status === null) return null;
  if (status === 429) return { kind: "throttled", api };
  if (status === 401 || status === 403) return { kind: "denied", action: `iot:${api}`, resource };
  if (status >= 400 && status < 500 && error.name !== "SyntaxError")
    // Its text is not passed on: signature errors quote the request's own headers.
    return { kind: "invalid-request", api, message: error.name };
  // A proxy's HTML, or any other answer that is not AWS IoT's, reaches us as a SyntaxError.
  return { kind: "unavailable", api, because: "error" };
}

/** The HTTP status, where the SDK tells one: in `$metadata`, or in the raw response of what it could not parse. */
function statusOf(error: Error): number | null {
  const metadata = "$metadata" in error ? (error.$metadata as { httpStatusCode?: unknown }) : undefined;
  if (typeof metadata?.httpStatusCode === "number") return metadata.httpStatusCode;
  const response = "$response" in error ? (error.$response as { statusCode?: unknown }) : undefined;
  return typeof response?.statusCode === "number" ? response.statusCode : null;
}
