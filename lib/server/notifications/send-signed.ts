import { createHmac } from "node:crypto";
import type { Webhook } from "@/lib/server/config/fleet";

/**
 * How one attempt to send a message ended.
 *
 * `delivered`: the receiver answered with a 2xx status. `later`: it did not, and the message is to be sent again after
 * that time. `gave-up`: it did not, and that was the last try. `interrupted`: `signal` aborted the request, so the attempt
 * does not count.
 */
export type Sent =
  | { kind: "delivered"; status: number }
  | { kind: "later"; problem: string; afterSeconds: number }
  | { kind: "gave-up"; problem: string }
  | { kind: "interrupted" };

const ANSWER_WITHIN_MS = 10_000;

/** Doubling from five seconds to an hour, 18 tries take about eight and a half hours: a night without anybody on duty. */
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 3_600;
export const WEBHOOK_TRIES = 18;

/**
 * Sends a message to a fleet's webhook, once, signed with the fleet's secret.
 *
 * @param tries how often it was sent before
 */
export async function sendSigned(
  webhook: Webhook,
  message: object,
  tries: number,
  signal: AbortSignal,
): Promise<Sent> {
  const answer = await post(webhook, message, signal);
  if (typeof answer === "number" && answer >= 200 && answer < 300)
    return { kind: "delivered", status: answer };
  if (signal.aborted) return { kind: "interrupted" };
  const problem = typeof answer === "number" ? `HTTP ${answer}` : answer;
  if (tries + 1 < WEBHOOK_TRIES) return { kind: "later", problem, afterSeconds: waitAfter(tries) };
  return { kind: "gave-up", problem };
}

const waitAfter = (tries: number) => Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** tries);

/** @returns the HTTP status, or the name of the error. Never the address, which may contain a secret */
async function post(
  { url, secret }: Webhook,
  message: object,
  signal: AbortSignal,
): Promise<number | string> {
  const body = JSON.stringify(message);
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      redirect: "manual", // the message is meant for this address only
      headers: {
        "content-type": "application/json",
        "user-agent": "Standdown",
        "x-standdown-signature": signature(secret, body, Math.floor(Date.now() / 1000)),
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * The header `x-standdown-signature`, as in `t=1795430400,v1=5257a8…`. The time is signed too, so that a receiver can refuse
 * a recorded message that is replayed later.
 */
export function signature(secret: string, body: string, seconds: number): string {
  const hash = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${hash}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  const { cause } = error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return error.name;
}
