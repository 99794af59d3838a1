import type { AuditLog } from "@/lib/audit/audit-log";
import type { Database } from "@/lib/db/open-database";
import { isOver, type Operation } from "@/lib/domain/operation";
import type { Webhook } from "@/lib/fleets/fleet";
import { toOperations } from "./operation-rows";
import { type Sent, sendSigned, WEBHOOK_TRIES } from "./send-signed";
import type { TellWebhook } from "./work-kind";

export interface WebhookServices {
  webhook: Webhook;
  audit: Pick<AuditLog, "record">;
  database: () => Promise<Database>;
  /** Where people reach the console; null: the message has no link. */
  publicOrigin: string | null;
}

/** `gave-up`: the ledger says so. */
export type Told = Sent | { kind: "nothing-to-tell" };

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

  const sent = await sendSigned(webhook, toMessage(operation!, publicOrigin), tries, signal);
  if (sent.kind === "gave-up") await recordGivingUp(audit, operation!, sent.problem);
  return sent;
}

function toMessage(
  { id, fleetId, state, stopCause, total, counts, ...operation }: Operation,
  origin: string | null,
) {
  return {
    kind: "operation",
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
