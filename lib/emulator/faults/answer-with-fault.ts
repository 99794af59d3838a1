import {
  emptyAnswer,
  htmlAnswer,
  htmlErrorAnswer,
  jsonAnswer,
  unknownOperationAnswer,
  withoutMember,
  type Answer,
} from "../http/answer.ts";
import type { Delivery } from "../http/deliver.ts";
import { rulesOf } from "./fault-kinds.ts";
import type { Fault } from "./fault.ts";

/** A call of any service, as faults see it. */
export type FaultyCall = {
  /** Performs the call. Never throws: a refusal is an answer too. @param maxRows see `Call` */
  act(maxRows?: number): Answer | Promise<Answer>;
  /** Performs the call later, by the emulator's clock. */
  actLater(delayMs: number): void;
  pause(ms: number): Promise<void>;
  /** Creates a refusal in the format of the service. */
  throttled(): Answer;
  denied(message: string | undefined): Answer;
  failed(errorName: string, message: string, status: number): Answer;
};

export type FaultyAnswer = { answer: Answer; delivery: Delivery; hasRequestId: boolean };

/** Answers a call that a fault strikes. */
export function answerWithFault(fault: Fault, call: FaultyCall): Promise<FaultyAnswer> {
  return rulesOf(fault.kind).alwaysActs ? changeAnswer(fault, call) : replaceAnswer(fault, call);
}

/** AWS's answer, delayed, changed or lost. */
async function changeAnswer(fault: Fault, call: FaultyCall): Promise<FaultyAnswer> {
  const { kind, delayMs } = fault;
  const maxRows = kind === "empty-page" ? 0 : fault.rows;
  const actsFirst = fault.afterActing || kind === "lose-answer" || kind === "twice";
  const first = actsFirst ? await call.act(maxRows) : undefined;
  if (delayMs > 0 && kind !== "slow-drip") await call.pause(delayMs);
  const answer = first === undefined || kind === "twice" ? await call.act(maxRows) : first;
  return {
    answer: kind === "omit" ? withoutMember(answer, fault.member) : answer,
    delivery: deliveryOf(fault),
    hasRequestId: true,
  };
}

/** An answer that is not AWS's, or none. The call may have been performed. */
async function replaceAnswer(fault: Fault, call: FaultyCall): Promise<FaultyAnswer> {
  const acted = fault.afterActing ? await call.act() : undefined;
  if (fault.actsAfterMs !== undefined) call.actLater(fault.actsAfterMs);
  if (fault.delayMs > 0) await call.pause(fault.delayMs);
  const answer = createAnswer(fault, call, acted);
  return {
    answer,
    delivery: deliveryOf(fault),
    hasRequestId: fault.requestId ?? isSentByAws(fault, acted),
  };
}

function createAnswer(fault: Fault, call: FaultyCall, acted: Answer | undefined): Answer {
  const { kind, body } = fault;
  switch (kind) {
    case "throttle":
      return call.throttled();
    case "deny":
      return call.denied(fault.message);
    case "error":
      return call.failed(fault.errorName, fault.message ?? "Injected by a fault", fault.status);
    case "html-500":
      return htmlErrorAnswer();
    case "html":
      return { ...htmlAnswer(fault.status, typeof body === "string" ? body : undefined), errorName: kind };
    case "empty":
      return { ...emptyAnswer(fault.status), errorName: kind };
    case "no-content":
      return { ...emptyAnswer(204), errorName: kind };
    case "wrong-200":
      return unknownOperationAnswer();
    case "wrong-json":
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body ?? { status: "ok" }),
        errorName: kind,
      };
    case "cut-off":
    case "oversized-headers":
      return acted ?? { ...jsonAnswer({}), errorName: kind };
    case "lose-answer":
    case "reset":
    case "hang":
    case "not-http":
    case "slow":
    case "slow-drip":
    case "omit":
    case "short-page":
    case "empty-page":
    case "twice":
      return acted ?? { status: 0, headers: {}, body: "", errorName: kind };
  }
}

/** By default, AWS's own answers carry a request id and those of a proxy do not. */
function isSentByAws({ kind }: Fault, acted: Answer | undefined): boolean {
  if (kind === "cut-off" || kind === "oversized-headers") return acted !== undefined;
  // The exception is html-500, which has always carried one.
  return kind === "throttle" || kind === "error" || kind === "deny" || kind === "html-500";
}

function deliveryOf({ kind, delayMs, body }: Fault): Delivery {
  switch (kind) {
    case "lose-answer":
      return { by: "close" };
    case "reset":
    case "hang":
    case "cut-off":
    case "oversized-headers":
      return { by: kind };
    case "not-http":
      return { by: kind, text: typeof body === "string" ? body : undefined };
    case "slow-drip":
      return { by: kind, durationMs: delayMs };
    default:
      return { by: "response" };
  }
}
