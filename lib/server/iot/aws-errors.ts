import type { IotApi } from "./quotas";

/** The names by which AWS says "too fast": `THROTTLING_ERROR_CODES` of the SDK (@smithy/core 3, retry). */
const THROTTLING: ReadonlySet<string> = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

/** AWS did not accept the credentials. The SDK itself throws the first two, before it sends anything. */
const CREDENTIALS: ReadonlySet<string> = new Set([
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
  "OptInRequired",
]);

const DENIED: ReadonlySet<string> = new Set([
  "AccessDeniedException",
  "AccessDenied",
  "NotAuthorized",
  "UnauthorizedException",
]);

const INVALID: ReadonlySet<string> = new Set([
  "InvalidRequestException",
  "InvalidQueryException",
  "ValidationException",
  "ValidationError",
  "MalformedHttpRequestException",
  "RequestEntityTooLargeException",
]);

/** Errors of AWS itself, whatever the status: it may have acted before it failed. */
const SERVER: ReadonlySet<string> = new Set([
  "ServiceUnavailableException",
  "ServiceUnavailable",
  "InternalFailureException",
  "InternalFailure",
  "InternalException",
  "InternalServerError",
  "InternalServerException",
  "RequestAbortedException",
  "RequestTimeout",
  "RequestTimeoutException",
]);

export type ErrorMeaning =
  | "not-found"
  | "throttled"
  | "denied"
  | "credentials"
  | "invalid"
  | "server"
  | "index-not-ready"
  | "version-conflict"
  | "invalid-transition"
  | "limit-exceeded";

const MEANING_BY_NAME: Readonly<Record<string, ErrorMeaning>> = {
  ResourceNotFoundException: "not-found",
  IndexNotReadyException: "index-not-ready",
  VersionConflictException: "version-conflict",
  InvalidStateTransitionException: "invalid-transition",
};

/** The meaning of an error's name. Null for a name that AWS is not known to use. */
export function meaningOf(api: string, name: string): ErrorMeaning | null {
  // CancelJob declares this one (facts 1.3): presumably too many jobs at once, so waiting a second does not help.
  if (api === "CancelJob" && name === "LimitExceededException") return "limit-exceeded";
  if (THROTTLING.has(name)) return "throttled";
  if (CREDENTIALS.has(name)) return "credentials";
  if (DENIED.has(name)) return "denied";
  if (INVALID.has(name)) return "invalid";
  if (SERVER.has(name)) return "server";
  return Object.hasOwn(MEANING_BY_NAME, name) ? MEANING_BY_NAME[name]! : null;
}

export type WriteApi = Extract<IotApi, "CancelJob" | "CancelJobExecution">;

/** The errors that the model declares for our writes (model iot 2015-05-28, facts 1.3). */
const DECLARED: Readonly<Record<WriteApi, readonly string[]>> = {
  CancelJobExecution: [
    "InvalidRequestException",
    "InvalidStateTransitionException",
    "ResourceNotFoundException",
    "ThrottlingException",
    "ServiceUnavailableException",
    "VersionConflictException",
  ],
  CancelJob: [
    "InvalidRequestException",
    "ResourceNotFoundException",
    "ThrottlingException",
    "ServiceUnavailableException",
    "LimitExceededException",
  ],
};

/**
 * What any AWS API may answer before it acts ("Common errors" of the AWS IoT API reference), besides throttling and
 * credentials. `UnauthorizedException` is missing on purpose: no write of ours declares it, and API Gateway, which may
 * stand in between, answers with it. `UnknownOperationException` is no answer to a call that exists.
 */
const COMMON: ReadonlySet<string> = new Set([
  "AccessDeniedException",
  "AccessDenied",
  "NotAuthorized",
  "ValidationException",
  "ValidationError",
  "MalformedHttpRequestException",
  "RequestEntityTooLargeException",
]);

/**
 * Whether AWS may answer this write with this error name to refuse it. After `ServiceUnavailableException`, which the
 * model declares, AWS may still have acted.
 */
export function isRefusalOf(api: WriteApi, name: string): boolean {
  return DECLARED[api].includes(name) || COMMON.has(name) || THROTTLING.has(name) || CREDENTIALS.has(name);
}
