import type { FaultyAnswer } from "../faults/answer-with-fault.ts";
import { errorAnswer } from "./answer.ts";
import { answerOrFail, fromAws, waitLatency } from "./answer-or-fail.ts";
import { createArns } from "./arns.ts";
import { AwsError, awsError } from "./aws-error.ts";
import type { CredentialScope } from "./credential-scope.ts";
import { deniedError } from "./denied-error.ts";
import type { OpenCall } from "./open-call.ts";
import type { Plane } from "./operation.ts";
import { performOperation } from "./perform-operation.ts";
import type { Route } from "./router.ts";

const DEVICE_THROTTLED_STATUS = 429;

/** Answers a call of AWS IoT: applies latency, quota and fault, and performs the operation. */
export async function answerOperation(
  call: OpenCall,
  scope: CredentialScope,
  route: Route,
): Promise<FaultyAnswer> {
  const { emulator, world, body, actions } = call;
  const { api, plane, isList } = route.operation;
  await waitLatency(call);
  if (!emulator.quotas.take(api, scope.region)) return fromAws(errorAnswer(throttled(plane)));

  const arns = createArns(scope.region, emulator.settings.account);
  const { query } = call.target;
  return answerOrFail(
    call,
    { api, named: route.labels, isList },
    {
      throttled: () => errorAnswer(throttled(plane)),
      denied: (message) => errorAnswer(deniedError(route, arns, message)),
      failed: (name, message, status) => errorAnswer(new AwsError(name, message, status)),
      act: (maxRows = isList ? emulator.maxRowsOfPage() : undefined) =>
        performOperation(route, { world, arns, query, body, actions }, maxRows),
    },
  );
}

/** The plane for which the call was signed. @throws AwsError for any other service */
export function planeOf({ service }: CredentialScope): Plane {
  if (service === "iot" || service === "iot-jobs-data") return service;
  throw awsError(
    "InvalidSignatureException",
    `Credential should be scoped to correct service: 'iot'. It is scoped to '${service}'.`,
  );
}

/** Status 400 on the control plane [M], 429 on the device plane [JD]; the message is AWS's own. */
function throttled(plane: Plane): AwsError {
  const status = plane === "iot" ? 400 : DEVICE_THROTTLED_STATUS;
  return new AwsError("ThrottlingException", "Rate exceeded", status);
}
