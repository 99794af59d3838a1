import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Emulator } from "../emulator.ts";
import { answerWithFault, type FaultyAnswer, type FaultyCall } from "../faults/answer-with-fault.ts";
import type { FaultKind } from "../faults/fault-kinds.ts";
import type { Named } from "../faults/fault.ts";
import { answerSqs, sqsApiOf } from "../sqs/answer-sqs.ts";
import { sqsErrorAnswer } from "../sqs/sqs-error.ts";
import { answerSts, stsApiOf, stsErrorAnswer } from "../sts/answer-sts.ts";
import type { Session } from "../sts/sessions.ts";
import type { World } from "../state/world.ts";
import { errorAnswer, unknownOperationAnswer, type Answer } from "./answer.ts";
import { createArns } from "./arns.ts";
import { AwsError, awsError, toAwsError } from "./aws-error.ts";
import type { LoggedActions, LoggedCall } from "./call-log.ts";
import { readCredentialScope, type CredentialScope } from "./credential-scope.ts";
import { deliver, losesAnswer, type Delivery } from "./deliver.ts";
import { deniedError } from "./denied-error.ts";
import type { Plane } from "./operation.ts";
import { performOperation } from "./perform-operation.ts";
import type { Route } from "./router.ts";

const DEVICE_THROTTLED_STATUS = 429;

/** Answers one request for AWS: who and what, then latency, quota, fault, and the operation itself. */
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

type OpenCall = {
  emulator: Emulator;
  /** The one of its arrival: after a reset the call must not reach the next one. */
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
  /** Once it is in the log. */
  entry?: LoggedCall;
};

async function answerCall(
  call: OpenCall,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<FaultyAnswer> {
  const { emulator } = call;
  try {
    call.scope = readCredentialScope(request.headers.authorization);
    if (call.scope.service === "sts") call.sts = new URLSearchParams(call.body);
    if (call.scope.service === "sqs") call.sqs = sqsApiOf(String(request.headers["x-amz-target"]));
    call.session = emulator.sessions.find(tokenOf(request), call.scope.accessKeyId, call.world.clock.now());
    if (call.sts) return await answerStsCall(call, call.sts);
    if (call.sqs) return await answerSqsCall(call, call.sqs, request, response);
    call.route = emulator.router.find(planeOf(call.scope), request.method ?? "", call.target.path);
    if (!call.route) return fromAws(unknownOperationAnswer());
    return await answerOperation(call, call.scope, call.route);
  } catch (error) {
    if (call.signal.aborted) throw error;
    return fromAws(toErrorAnswer(call, error));
  }
}

function fromAws(answer: Answer): FaultyAnswer {
  return { answer, delivery: { by: "response" }, hasRequestId: true };
}

/** A refusal in the form of the service that was called. */
function toErrorAnswer({ sts, sqs, requestId }: OpenCall, error: unknown): Answer {
  const awsError = toAwsError(error);
  if (sts) return stsErrorAnswer(awsError, requestId);
  return sqs ? sqsErrorAnswer(awsError) : errorAnswer(awsError);
}

function tokenOf({ headers }: IncomingMessage): string | undefined {
  const token = headers["x-amz-security-token"];
  return Array.isArray(token) ? token[0] : token;
}

/** STS has no quota that anybody here could meet; faults strike it as they strike the rest. */
async function answerStsCall(call: OpenCall, parameters: URLSearchParams): Promise<FaultyAnswer> {
  const { emulator, session, world, requestId } = call;
  await waitLatency(call);
  const { sessions, settings } = emulator;
  const sts = () =>
    answerSts(
      { parameters, sessions, session, account: settings.account, nowMs: world.clock.now() },
      requestId,
    );
  return answerOrFail(
    call,
    { api: stsApiOf(parameters), named: {}, isList: false },
    {
      ...refusals(call, { throttled: "Throttling", denied: "AccessDenied" }),
      act: () => answerService(call, sts),
    },
  );
}

/** SQS lets any number of calls in: it has no quota here. */
async function answerSqsCall(
  call: OpenCall,
  api: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<FaultyAnswer> {
  const { emulator, world, body } = call;
  await waitLatency(call);
  const origin = `http://${request.headers.host}`;
  const { queues, settings } = emulator;
  const isGone = () => response.destroyed;
  return answerOrFail(
    call,
    { api, named: {}, isList: false },
    {
      ...refusals(call, { throttled: "RequestThrottled", denied: "AccessDeniedException" }),
      act: () =>
        answerService(call, () =>
          answerSqs(api, { body, queues, world, account: settings.account, origin, isGone }),
        ),
    },
  );
}

/** Performs a call of STS or SQS, whose refusals are thrown. */
async function answerService(call: OpenCall, act: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    const answer = await act();
    call.actions.hasActed = true;
    call.actions.acceptedCount = (call.actions.acceptedCount ?? 0) + 1;
    return answer;
  } catch (error) {
    return toErrorAnswer(call, error);
  }
}

function refusals(
  call: OpenCall,
  names: { throttled: string; denied: string },
): Pick<FaultyCall, "throttled" | "denied" | "failed"> {
  const refuse = (name: string, message: string, status: number) =>
    toErrorAnswer(call, new AwsError(name, message, status));
  return {
    throttled: () => refuse(names.throttled, "Rate exceeded", 400),
    denied: (message = "Denied by a fault of the emulator") => refuse(names.denied, message, 403),
    failed: refuse,
  };
}

function planeOf({ service }: CredentialScope): Plane {
  if (service === "iot" || service === "iot-jobs-data") return service;
  throw awsError(
    "InvalidSignatureException",
    `Credential should be scoped to correct service: 'iot'. It is scoped to '${service}'.`,
  );
}

async function answerOperation(call: OpenCall, scope: CredentialScope, route: Route): Promise<FaultyAnswer> {
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
      act: (maxRows) => performOperation(route, { world, arns, query, body, actions }, maxRows),
    },
  );
}

/** Performs the call, unless a fault has something else in mind. */
async function answerOrFail(
  call: OpenCall,
  { api, named, isList }: { api: string; named: Named; isList: boolean },
  service: Omit<FaultyCall, "actLater" | "pause">,
): Promise<FaultyAnswer> {
  const fault = call.emulator.faults.take(api, named, isList);
  if (!fault) return fromAws(await service.act());
  call.fault = fault.kind;
  return answerWithFault(fault, {
    ...service,
    pause: call.pause,
    actLater: (delayMs) => actLater(call, service, delayMs),
  });
}

/** Planned like everything that is due in the world: a reset forgets it, and it keeps no process running. */
function actLater(call: OpenCall, { act }: Pick<FaultyCall, "act">, delayMs: number): void {
  const { clock } = call.world;
  clock.plan(clock.now() + delayMs, () => {
    void act();
    if (call.entry) Object.assign(call.entry, call.actions);
  });
}

async function waitLatency({ emulator, pause }: OpenCall): Promise<void> {
  if (emulator.latencyMs > 0) await pause(emulator.latencyMs);
}

/** Status 400 on the control plane [M], 429 on the device plane [JD]; the text is the real one. */
function throttled(plane: Plane): AwsError {
  const status = plane === "iot" ? 400 : DEVICE_THROTTLED_STATUS;
  return new AwsError("ThrottlingException", "Rate exceeded", status);
}

function writeLog(call: OpenCall, answer: Answer, delivery: Delivery, request: IncomingMessage): LoggedCall {
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
