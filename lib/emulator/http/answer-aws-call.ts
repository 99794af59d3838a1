import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Emulator } from "../emulator.ts";
import type { Fault } from "../faults/fault.ts";
import {
  errorAnswer,
  htmlErrorAnswer,
  jsonAnswer,
  send,
  unknownOperationAnswer,
  withoutMember,
  type Answer,
} from "./answer.ts";
import { createArns, type Arns } from "./arns.ts";
import { AwsError, awsError } from "./aws-error.ts";
import { readCredentialScope, type CredentialScope } from "./credential-scope.ts";
import { deniedError } from "./denied-error.ts";
import type { Plane } from "./operation.ts";
import type { Route } from "./router.ts";
import { answerSts, stsApiOf, stsErrorAnswer } from "../sts/answer-sts.ts";
import { answerSqs, sqsApiOf } from "../sqs/answer-sqs.ts";
import type { SqsCall } from "../sqs/sqs-call.ts";
import { sqsErrorAnswer } from "../sqs/sqs-error.ts";
import type { Session } from "../sts/sessions.ts";

const DEVICE_THROTTLED_STATUS = 429;

/** Answers one request for AWS: who and what, then quota, fault, latency, and the deed itself. */
export async function answerAwsCall(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  target: { path: string; query: URLSearchParams },
  body: string,
): Promise<void> {
  const requestId = randomUUID();
  const call: CallInHand = { emulator, requestId, target, body };
  let answer: Answer;
  try {
    call.scope = readCredentialScope(request.headers.authorization);
    if (call.scope.service === "sts") call.sts = new URLSearchParams(body);
    if (call.scope.service === "sqs") call.sqs = sqsApiOf(String(request.headers["x-amz-target"]));
    call.session = emulator.sessions.find(
      tokenOf(request),
      call.scope.accessKeyId,
      emulator.world.clock.now(),
    );
    if (call.sts) answer = await answerStsCall(call, call.sts);
    else if (call.sqs) answer = await answerSqsCall(call, call.sqs, request, response);
    else {
      call.route = emulator.router.find(planeOf(call.scope), request.method ?? "", target.path);
      answer = call.route ? await answerOperation(call, call.scope, call.route) : unknownOperationAnswer();
    }
  } catch (error) {
    const awsError = toAwsError(error);
    answer = call.sts
      ? stsErrorAnswer(awsError, requestId)
      : call.sqs
        ? sqsErrorAnswer(awsError)
        : errorAnswer(awsError);
  }
  writeLog(call, answer, request);
  if (call.isAnswerLost) request.socket.destroy();
  else send(response, answer, requestId);
}

type CallInHand = {
  emulator: Emulator;
  requestId: string;
  target: { path: string; query: URLSearchParams };
  body: string;
  scope?: CredentialScope;
  route?: Route | undefined;
  session?: Session | undefined;
  /** The form of a call of STS. */
  sts?: URLSearchParams;
  /** The action of a call of SQS. */
  sqs?: string;
  isAnswerLost?: boolean;
  hasActed?: boolean;
};

function tokenOf({ headers }: IncomingMessage): string | undefined {
  const token = headers["x-amz-security-token"];
  return Array.isArray(token) ? token[0] : token;
}

/** STS has no quota that anybody here could meet; faults strike it as they strike the rest. */
async function answerStsCall(call: CallInHand, parameters: URLSearchParams): Promise<Answer> {
  const { emulator, session } = call;
  if (emulator.latencyMs > 0) await wait(emulator.latencyMs);
  const struck = await strikeService(call, stsApiOf(parameters), {
    throttle: "Throttling",
    deny: "AccessDenied",
  });
  if (struck) return struck;
  const { sessions, settings, world } = emulator;
  return answerSts(
    { parameters, sessions, session, account: settings.account, nowMs: world.clock.now() },
    call.requestId,
  );
}

/** SQS lets any number of calls in: it has no quota here. Faults strike it before it acts, a lost answer after. */
async function answerSqsCall(
  call: CallInHand,
  api: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer> {
  const { emulator, body } = call;
  if (emulator.latencyMs > 0) await wait(emulator.latencyMs);
  const struck = await strikeService(call, api, {
    throttle: "RequestThrottled",
    deny: "AccessDeniedException",
  });
  if (struck) return struck;
  const sqsCall: SqsCall = {
    body,
    queues: emulator.queues,
    world: emulator.world,
    account: emulator.settings.account,
    origin: `http://${request.headers.host}`,
    isGone: () => response.destroyed,
  };
  const answer = await answerSqs(api, sqsCall);
  call.hasActed = true;
  return answer;
}

/** A fault of a service beside AWS IoT; its names for two of them differ. */
async function strikeService(
  call: CallInHand,
  api: string,
  names: { throttle: string; deny: string },
): Promise<Answer | undefined> {
  const fault = call.emulator.faults.take(api, {});
  if (fault && fault.delayMs > 0) await wait(fault.delayMs);
  if (fault?.kind === "html-500") return htmlErrorAnswer();
  if (fault?.kind === "throttle") throw new AwsError(names.throttle, "Rate exceeded", 400);
  if (fault?.kind === "deny")
    throw new AwsError(names.deny, fault.message ?? "Denied by a fault of the emulator", 403);
  if (fault?.kind === "error")
    throw new AwsError(fault.errorName, fault.message ?? "Injected by a fault", fault.status);
  if (fault?.kind === "lose-answer") call.isAnswerLost = true;
  return undefined;
}

function planeOf({ service }: CredentialScope): Plane {
  if (service === "iot" || service === "iot-jobs-data") return service;
  throw awsError(
    "InvalidSignatureException",
    `Credential should be scoped to correct service: 'iot'. It is scoped to '${service}'.`,
  );
}

async function answerOperation(call: CallInHand, scope: CredentialScope, route: Route): Promise<Answer> {
  const { emulator } = call;
  const { api, plane } = route.operation;
  if (emulator.latencyMs > 0) await wait(emulator.latencyMs);
  if (!emulator.quotas.take(api, scope.region)) return errorAnswer(throttled(plane));

  const arns = createArns(scope.region, emulator.settings.account);
  const fault = emulator.faults.take(api, route.labels);
  if (!fault) return act(call, route, arns);

  const actsFirst = fault.afterActing || fault.kind === "lose-answer";
  const acted = actsFirst ? act(call, route, arns) : undefined;
  if (fault.delayMs > 0) await wait(fault.delayMs);
  if (fault.kind === "slow") return acted ?? act(call, route, arns);
  if (fault.kind === "lose-answer") {
    call.isAnswerLost = true;
    return acted ?? act(call, route, arns);
  }
  if (fault.kind === "omit") return withoutMember(acted ?? act(call, route, arns), fault.member);
  return strike(fault, route, arns);
}

function act(call: CallInHand, route: Route, arns: Arns): Answer {
  const { world } = call.emulator;
  world.clock.settle();
  try {
    const raw = { labels: route.labels, query: call.target.query, body: call.body };
    const output = world.clock.hold(() =>
      route.operation.answer({ world, arns, nowMs: world.clock.now() }, raw),
    );
    call.hasActed = true;
    return jsonAnswer(output);
  } catch (error) {
    return errorAnswer(toAwsError(error));
  }
}

function strike(fault: Fault, route: Route, arns: Arns): Answer {
  switch (fault.kind) {
    case "throttle":
      return errorAnswer(throttled(route.operation.plane));
    case "deny":
      return errorAnswer(deniedError(route, arns, fault.message));
    case "html-500":
      return htmlErrorAnswer();
    case "error":
    case "slow":
    case "omit":
    case "lose-answer":
      return errorAnswer(new AwsError(fault.errorName, fault.message ?? "Injected by a fault", fault.status));
  }
}

/** Status 400 on the control plane [M], 429 on the device plane [JD]; the text is the real one. */
function throttled(plane: Plane): AwsError {
  const status = plane === "iot" ? 400 : DEVICE_THROTTLED_STATUS;
  return new AwsError("ThrottlingException", "Rate exceeded", status);
}

function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  // A bug of the emulator: loud here, and an honest 500 there.
  console.error(error);
  return awsError("InternalFailureException", "The emulator failed; its own output says how.");
}

function writeLog(call: CallInHand, answer: Answer, request: IncomingMessage): void {
  const { emulator, route, scope } = call;
  const { query } = call.target;
  emulator.log.add({
    at: emulator.world.clock.now(),
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
    isAnswerLost: call.isAnswerLost,
    hasActed: call.hasActed,
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
