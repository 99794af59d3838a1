import { isOver, type Operation } from "@/lib/domain/operation";
import { type Told, tellWebhook, type WebhookServices } from "@/lib/webhook/tell-webhook";
import { toOperations } from "./operation-rows";
import type { TellOperationEnd } from "./work-kind";

/**
 * Sends the result of an operation to the fleet's webhook, once.
 *
 * A message whose answer was lost is sent again, so it may come twice: its id is the operation's.
 */
export async function tellOperationEnd(
  services: WebhookServices,
  { operationId, fleetId, tries }: TellOperationEnd,
  signal: AbortSignal,
): Promise<Told> {
  const { kysely } = await services.database();
  const row = await kysely
    .selectFrom("operation")
    .selectAll()
    .where("id", "=", operationId)
    .where("fleet_id", "=", fleetId)
    .executeTakeFirst();
  if (!row || !isOver(row.state)) return { kind: "nothing-to-tell" };
  const [operation] = await toOperations(kysely, [row]);
  const message = toMessage(operation!, services.publicOrigin);
  return tellWebhook(services, message, { fleetId, jobId: null, operationId, asked: {} }, tries, signal);
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
