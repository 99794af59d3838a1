import { createHmac } from "node:crypto";
import type { AuditLog } from "@/lib/audit/audit-log";
import type { Database } from "@/lib/db/open-database";
import { isOver, type Operation } from "@/lib/domain/operation";
import type { Webhook } from "@/lib/fleets/fleet";
import { toOperations } from "./operation-rows";
import type { TellWebhook } from "./work-kind";

export interface WebhookServices {
  webhook: Webhook;
  audit: Pick<AuditLog, "record">;
  database: () => Promise<Database>;
  /** Where people reach the console; null: the message has no link. */
  publicOrigin: string | null;
}

/** `later`: nobody took it; it is tried again then. `interrupted`: by ourselves, which is no failure of theirs. `gave-up`: that was the last time, and the ledger says so. */
export type Told =
  | { kind: "told"; status: number }
  | { kind: "later"; problem: string; afterSeconds: number }
  | { kind: "gave-up"; problem: string }
  | { kind: "interrupted" }
  | { kind: "nothing-to-tell" };

const ANSWER_WITHIN_MS = 10_000;

/** Doubling from five seconds to an hour: 18 tries are some nine hours, as long as a night in which nobody looks. */
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 3_600;
export const WEBHOOK_TRIES = 18;

/**
 * Sends the result of an operation to the fleet's webhook, once.
 *
 * A message whose answer was lost is sent again, so it may come twice: its id is the operation's.
 *
 * @param tries how often it was sent before
 */
export async function tellWebhook(
  { webhook, audit, database, publicOrigin }: WebhookServices,
  { operationId, fleetId, tries }: TellWebhook,
  signal: AbortSignal,
): Promise<Told> {
  const { kysely } = await database();
  const row = await kysely
    .selectFrom("operation")
    .selectAll()
    .where("id", "=", operationId)
    .where("fleet_id", "=", fleetId)
    .executeTakeFirst();
  if (!row || !isOver(row.state)) return { kind: "nothing-to-tell" };
  const [operation] = await toOperations(kysely, [row]);

  const answer = await post(webhook, toMessage(operation!, publicOrigin), signal);
  if (typeof answer === "number" && answer >= 200 && answer < 300) return { kind: "told", status: answer };
  if (signal.aborted) return { kind: "interrupted" };
  const problem = typeof answer === "number" ? `HTTP ${answer}` : answer;
  if (tries + 1 < WEBHOOK_TRIES) return { kind: "later", problem, afterSeconds: waitAfter(tries) };
  await recordGivingUp(audit, operation!, problem);
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

/** As in `t=1795430400,v1=5257a8…`: the time is signed too, so that a message that was caught cannot be sent again later. */
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

function toMessage(
  { id, fleetId, state, stopCause, total, counts, ...operation }: Operation,
  origin: string | null,
) {
  return {
    id,
    fleet: fleetId,
    state,
    stopCause,
    total,
    counts,
    startedAt: operation.startedAt,
    finishedAt: operation.finishedAt,
    link: origin === null ? null : `${origin}/${encodeURIComponent(fleetId)}/operations/${id}`,
  };
}

function recordGivingUp(
  audit: Pick<AuditLog, "record">,
  { id, fleetId }: Operation,
  problem: string,
): Promise<void> {
  return audit.record(
    {
      deed: "webhook-told",
      actor: { id: "standdown", name: "Standdown", email: null, role: "system" },
      from: null,
      fleetId,
      thingName: null,
      jobId: null,
      executionNumber: null,
      operationId: id,
      asked: { tries: WEBHOOK_TRIES },
      before: null,
    },
    { kind: "gave-up", errorName: problem, requestId: null, settledBy: "answer", after: null },
  );
}
