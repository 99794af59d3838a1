import type { IncomingMessage, ServerResponse } from "node:http";
import type { FaultyAnswer, FaultyCall } from "../faults/answer-with-fault.ts";
import { answerSqs } from "../sqs/answer-sqs.ts";
import { answerSts, stsApiOf } from "../sts/answer-sts.ts";
import type { Answer } from "./answer.ts";
import { answerOrFail, waitLatency } from "./answer-or-fail.ts";
import { AwsError } from "./aws-error.ts";
import { toErrorAnswer, type OpenCall } from "./open-call.ts";

/** STS has no quota that a test could reach. Faults apply to it as to other services. */
export async function answerStsCall(call: OpenCall, parameters: URLSearchParams): Promise<FaultyAnswer> {
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

/** SQS accepts any number of calls: it has no quota here. */
export async function answerSqsCall(
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

/** Performs a call of STS or SQS. They throw their refusals. */
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
