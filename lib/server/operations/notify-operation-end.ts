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
 * Notifies the fleet's webhook that an operation ended, or that it was paused and nobody asked for that.
 *
 * A message whose answer was lost is sent again, so it may arrive twice, with the same id.
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

/** It has ended, or it was paused and nobody asked for that. */
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
    // The receiver recognizes repeats by it, and each pause is a message of its own.
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
