import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Emulator } from "../emulator.ts";
import type { FaultyAnswer } from "../faults/answer-with-fault.ts";
import { sqsApiOf } from "../sqs/answer-sqs.ts";
import { answerOperation, planeOf } from "./answer-operation.ts";
import { fromAws } from "./answer-or-fail.ts";
import { AwsError } from "./aws-error.ts";
import { answerSqsCall, answerStsCall } from "./answer-service.ts";
import { readCredentialScope } from "./credential-scope.ts";
import { deliver } from "./deliver.ts";
import { toErrorAnswer, type OpenCall } from "./open-call.ts";
import { writeLog } from "./write-log.ts";

/** Answers one request to AWS: identifies the caller and the operation, answers, and logs the call. */
export async function answerAwsCall(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  target: { path: string; query: URLSearchParams },
  body: string,
): Promise<void> {
  const signal = emulator.interruption;
  const call: OpenCall = {
    emulator,
    world: emulator.world,
    requestId: randomUUID(),
    target,
    body,
    pause: (ms) => emulator.pause(ms, signal),
    signal,
    actions: {},
  };
  const { socket } = request;
  try {
    const { answer, delivery, hasRequestId } = await answerCall(call, request, response);
    call.entry = writeLog(call, answer, delivery, request);
    const requestId = hasRequestId ? call.requestId : undefined;
    await deliver(delivery, { socket, response, answer, requestId, pause: call.pause, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    socket.destroy();
  }
}

async function answerCall(
  call: OpenCall,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<FaultyAnswer> {
  const { emulator } = call;
  try {
    call.scope = readCredentialScope(request.headers.authorization);
    call.world = emulator.worldOf(call.scope.region);
    if (call.scope.service === "sts") call.sts = new URLSearchParams(call.body);
    if (call.scope.service === "sqs") call.sqs = sqsApiOf(String(request.headers["x-amz-target"]));
    call.session = emulator.sessions.find(tokenOf(request), call.scope.accessKeyId, call.world.clock.now());
    if (call.sts) return await answerStsCall(call, call.sts);
    if (call.sqs) return await answerSqsCall(call, call.sqs, request, response);
    call.route = emulator.router.find(planeOf(call.scope), request.method ?? "", call.target.path);
    if (!call.route) throw unknownOperation(request.method, call.target.path);
    return await answerOperation(call, call.scope, call.route);
  } catch (error) {
    if (call.signal.aborted) throw error;
    return fromAws(toErrorAnswer(call, error));
  }
}

/** The answer to a path that is in neither model. */
function unknownOperation(method: string | undefined, path: string): AwsError {
  return new AwsError("UnknownOperationException", `There is no operation ${method} ${path}.`, 404);
}

function tokenOf({ headers }: IncomingMessage): string | undefined {
  const token = headers["x-amz-security-token"];
  return Array.isArray(token) ? token[0] : token;
}
