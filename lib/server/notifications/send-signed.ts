import { createHmac } from "node:crypto";
import type { Webhook } from "@/lib/server/config/fleet";

/**
 * `later`: nobody took it; it is tried again then. `interrupted`: by ourselves, which is no failure of theirs.
 * `gave-up`: that was the last time.
 */
export type Sent =
  | { kind: "told"; status: number }
  | { kind: "later"; problem: string; afterSeconds: number }
  | { kind: "gave-up"; problem: string }
  | { kind: "interrupted" };

const ANSWER_WITHIN_MS = 10_000;

/**
 * Doubling from five seconds to an hour: 18 tries are some eight and a half hours, as long as a night in which nobody
 * looks.
 */
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 3_600;
export const WEBHOOK_TRIES = 18;

/**
 * Sends a message to a fleet's webhook, signed, once.
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
  if (typeof answer === "number" && answer >= 200 && answer < 300) return { kind: "told", status: answer };
  if (signal.aborted) return { kind: "interrupted" };
  const problem = typeof answer === "number" ? `HTTP ${answer}` : answer;
  if (tries + 1 < WEBHOOK_TRIES) return { kind: "later", problem, afterSeconds: waitAfter(tries) };
  return { kind: "gave-up", problem };
}

const waitAfter = (tries: number) => Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** tries);

/** @returns the status, or what kept it from being answered: never the address, in which a secret may stand */
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
      redirect: "manual", // what was signed for one address is not for another
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
 * As in `t=1795430400,v1=5257a8…`: the time is signed too, so that a message that was caught cannot be sent again
 * later.
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
