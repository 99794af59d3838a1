import type { OperationRow } from "@/lib/server/db/operation-tables";
import { isOver, type Operation } from "@/lib/core/domain/operation";
import {
  type NotificationResult,
  notifyWebhook,
  type WebhookServices,
} from "@/lib/server/notifications/notify-webhook";
import { toOperations } from "./operation-rows";
import type { OperationEndNotification } from "./work-kind";

/**
 * Sends the result of an operation, or that it was paused by itself, to the fleet's webhook, once.
 *
 * A message whose answer was lost is sent again, so it may come twice: its id is the operation's.
 */
export async function notifyOperationEnd(
  services: WebhookServices,
  { operationId, fleetId, tries }: OperationEndNotification,
  signal: AbortSignal,
): Promise<NotificationResult> {
  const { kysely } = await services.database();
  const row = await kysely
    .selectFrom("operation")
    .selectAll()
    .where("id", "=", operationId)
    .where("fleet_id", "=", fleetId)
    .executeTakeFirst();
  if (!row || !isWorthNotifying(row)) return { kind: "nothing-to-send" };
  const [operation] = await toOperations(kysely, [row]);
  const message = toMessage(operation!, row.paused_at, services.publicOrigin);
  return notifyWebhook(services, message, { fleetId, jobId: null, operationId, asked: {} }, tries, signal);
}

/** It is over, or it was paused without anybody asking for it. */
function isWorthNotifying({ state, pause_cause }: Pick<OperationRow, "state" | "pause_cause">): boolean {
  return isOver(state) || (state === "paused" && pause_cause !== null && pause_cause !== "asked");
}

function toMessage(
  { id, fleetId, state, stopCause, pauseCause, total, counts, ...operation }: Operation,
  pausedAt: Date | null,
  origin: string | null,
) {
  return {
    kind: "operation",
    // The receiver tells repeats by it, and each pause is another message than the end.
    id: state === "paused" ? `${id}:paused:${pausedAt?.toISOString() ?? ""}` : id,
    fleet: fleetId,
    state,
    stopCause,
    pauseCause,
    total,
    counts,
    startedAt: operation.startedAt,
    finishedAt: operation.finishedAt,
    link: origin === null ? null : `${origin}/${encodeURIComponent(fleetId)}/operations/${id}`,
  };
}
