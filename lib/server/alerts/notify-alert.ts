import type { Selectable } from "kysely";
import type { AlertRow } from "@/lib/server/db/triage-tables";
import {
  type NotificationResult,
  notifyWebhook,
  type WebhookServices,
} from "@/lib/server/notifications/notify-webhook";
import { formatNotification } from "./notification-column";
import type { AlertNotification } from "@/lib/server/open-executions/work-kind";

/**
 * Sends to the fleet's webhook, once, that an alert has started or is over.
 *
 * A message whose answer was lost is sent again, so it may arrive twice: its `id` and `state` are then the same.
 */
export async function notifyAlert(
  services: WebhookServices,
  { alertId, fleetId, state, tries }: AlertNotification,
  signal: AbortSignal,
): Promise<NotificationResult> {
  const { kysely } = await services.database();
  const alert = await kysely
    .selectFrom("alert")
    .selectAll()
    .where("id", "=", alertId)
    .where("fleet_id", "=", fleetId)
    .executeTakeFirst();
  if (!alert) return { kind: "nothing-to-send" };
  const message = toMessage(alert, state, services.publicOrigin);
  const asked = { alert: alertId, rule: alert.rule, state };
  const about = { fleetId, jobId: message.job, operationId: null, asked };
  const sent = await notifyWebhook(services, message, about, tries, signal);
  if (state === "begun" && (sent.kind === "delivered" || sent.kind === "gave-up"))
    await kysely
      .updateTable("alert")
      .set({ told: formatNotification(sent.kind) })
      .where("id", "=", alertId)
      .execute();
  return sent;
}

function toMessage(alert: Selectable<AlertRow>, state: AlertNotification["state"], origin: string | null) {
  const isOver = state === "over";
  const job = alert.job_id === "" ? null : alert.job_id;
  const search = job === null ? "" : `?job=${encodeURIComponent(job)}`;
  return {
    kind: "alert",
    id: alert.id,
    fleet: alert.fleet_id,
    state,
    rule: alert.rule,
    job,
    threshold: alert.threshold,
    open: isOver ? alert.over_open : alert.began_open,
    stuck: isOver ? alert.over_stuck : alert.began_stuck,
    beganAt: alert.began_at,
    overAt: isOver ? alert.over_at : null,
    link: origin === null ? null : `${origin}/${encodeURIComponent(alert.fleet_id)}/stuck${search}`,
  };
}
