/**
 * Every error that the implemented operations declare, with its status [M][JD], and the generic ones (facts 1.6).
 */
const STATUSES = {
  InvalidRequestException: 400,
  InvalidQueryException: 400,
  InvalidAggregationException: 400,
  IndexNotReadyException: 400,
  ThrottlingException: 400,
  UnauthorizedException: 401,
  AccessDeniedException: 403,
  MissingAuthenticationTokenException: 403,
  IncompleteSignatureException: 403,
  UnrecognizedClientException: 403,
  ExpiredTokenException: 403,
  InvalidSignatureException: 403,
  ResourceNotFoundException: 404,
  InvalidStateTransitionException: 409,
  VersionConflictException: 409,
  ResourceAlreadyExistsException: 409,
  ConflictException: 409,
  LimitExceededException: 410,
  TerminalStateException: 410,
  InternalFailureException: 500,
  ServiceUnavailableException: 503,
} as const;

export type AwsErrorName = keyof typeof STATUSES;

/** A refusal. It is sent as the header x-amzn-ErrorType and the body `{"message": …}`. */
export class AwsError extends Error {
  readonly errorName: string;
  readonly status: number;
  /** Further members of the body, as ResourceAlreadyExistsException and ConflictException have. */
  readonly members: Record<string, string>;

  constructor(errorName: string, message: string, status: number, members: Record<string, string> = {}) {
    super(message);
    this.errorName = errorName;
    this.status = status;
    this.members = members;
  }
}

export function awsError(name: AwsErrorName, message: string, members?: Record<string, string>): AwsError {
  return new AwsError(name, message, STATUSES[name], members);
}

export function invalidRequest(message: string): AwsError {
  return awsError("InvalidRequestException", message);
}

/** The status of a documented error; 400 for an unknown name. */
export function statusOfErrorName(name: string): number {
  return name in STATUSES ? STATUSES[name as AwsErrorName] : 400;
}

/** The error as AWS would answer it. */
export function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  // A bug of the emulator: print it here, and answer 500.
  console.error(error);
  return awsError("InternalFailureException", "The emulator failed; its own output says how.");
}
