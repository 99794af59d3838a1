import type { Emulator } from "../emulator.ts";
import type { FaultKind } from "../faults/fault-kinds.ts";
import { sqsErrorAnswer } from "../sqs/sqs-error.ts";
import type { World } from "../state/world.ts";
import { stsErrorAnswer } from "../sts/answer-sts.ts";
import type { Session } from "../sts/sessions.ts";
import { errorAnswer, type Answer } from "./answer.ts";
import { toAwsError } from "./aws-error.ts";
import type { LoggedActions, LoggedCall } from "./call-log.ts";
import type { CredentialScope } from "./credential-scope.ts";
import type { Route } from "./router.ts";

/** A call that is not answered yet, with everything known about it so far. */
export type OpenCall = {
  emulator: Emulator;
  /** The world at the time of the request: after a reset the call must not act on the next world. */
  world: World;
  requestId: string;
  target: { path: string; query: URLSearchParams };
  body: string;
  pause: (ms: number) => Promise<void>;
  /** Aborted when the emulator is stopped or reset. */
  signal: AbortSignal;
  scope?: CredentialScope;
  route?: Route | undefined;
  session?: Session | undefined;
  /** The form of a call of STS. */
  sts?: URLSearchParams;
  /** The action of a call of SQS. */
  sqs?: string;
  fault?: FaultKind;
  actions: LoggedActions;
  /** Set once the call is in the log. */
  entry?: LoggedCall;
};

/** A refusal in the form of the service that was called. */
export function toErrorAnswer({ sts, sqs, requestId }: OpenCall, error: unknown): Answer {
  const awsError = toAwsError(error);
  if (sts) return stsErrorAnswer(awsError, requestId);
  return sqs ? sqsErrorAnswer(awsError) : errorAnswer(awsError);
}
