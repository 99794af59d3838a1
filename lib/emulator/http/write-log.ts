import type { IncomingMessage } from "node:http";
import { stsApiOf } from "../sts/answer-sts.ts";
import type { Answer } from "./answer.ts";
import type { LoggedCall } from "./call-log.ts";
import { losesAnswer, type Delivery } from "./deliver.ts";
import type { OpenCall } from "./open-call.ts";

/** Adds an answered call to the log. */
export function writeLog(
  call: OpenCall,
  answer: Answer,
  delivery: Delivery,
  request: IncomingMessage,
): LoggedCall {
  const { emulator, route, scope, actions } = call;
  const { query } = call.target;
  return emulator.log.add({
    at: call.world.clock.now(),
    api: call.sts ? stsApiOf(call.sts) : (call.sqs ?? route?.operation.api ?? "UnknownOperation"),
    thingName: route?.labels["thingName"],
    jobId: route?.labels["jobId"],
    status: answer.status,
    errorName: answer.errorName,
    requestId: call.requestId,
    force: query.get("force") ?? undefined,
    expectedVersion: readExpectedVersion(call.body),
    accessKeyId: scope?.accessKeyId,
    sessionName: call.session?.name ?? call.sts?.get("RoleSessionName") ?? undefined,
    roleArn: call.session?.roleArn ?? call.sts?.get("RoleArn") ?? undefined,
    hasSession: request.headers["x-amz-security-token"] !== undefined,
    region: scope?.region,
    fault: call.fault,
    isAnswerLost: losesAnswer(delivery) ? true : undefined,
    ...actions,
  });
}

function readExpectedVersion(body: string): unknown {
  if (!body.includes("expectedVersion")) return undefined;
  try {
    return (JSON.parse(body) as { expectedVersion?: unknown }).expectedVersion;
  } catch {
    return undefined;
  }
}
