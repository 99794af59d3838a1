import type { Selectable } from "kysely";
import type { AuditLog } from "@/lib/audit/audit-log";
import type { AlertRow } from "@/lib/db/triage-tables";
import { type Sent, sendSigned, WEBHOOK_TRIES } from "@/lib/operations/send-signed";
import type { WebhookServices } from "@/lib/operations/tell-webhook";
import type { TellAlert } from "./work-kind";

/**
 * Sends to the fleet's webhook that an alert has begun, or is over, once.
 *
 * A message whose answer was lost is sent again, so it may come twice: its id and its state tell.
 */
export async function tellAlert(
  { webhook, audit, database, publicOrigin }: WebhookServices,
  { alertId, fleetId, state, tries }: TellAlert,
  signal: AbortSignal,
): Promise<Sent | { kind: "nothing-to-tell" }> {
  const { kysely } = await database();
  const alert = await kysely
    .selectFrom("alert")
    .selectAll()
    .where("id", "=", alertId)
    .where("fleet_id", "=", fleetId)
    .executeTakeFirst();
  if (!alert) return { kind: "nothing-to-tell" };
  const sent = await sendSigned(webhook, toMessage(alert, state, publicOrigin), tries, signal);
  if (sent.kind === "gave-up") await recordGivingUp(audit, alert, state, sent.problem);
  if (state === "begun" && (sent.kind === "told" || sent.kind === "gave-up"))
    await kysely.updateTable("alert").set({ told: sent.kind }).where("id", "=", alertId).execute();
  return sent;
}

function toMessage(alert: Selectable<AlertRow>, state: TellAlert["state"], origin: string | null) {
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

function recordGivingUp(
  audit: Pick<AuditLog, "record">,
  { id, fleet_id, rule, job_id }: Selectable<AlertRow>,
  state: TellAlert["state"],
  problem: string,
): Promise<void> {
  return audit.record(
    {
      deed: "webhook-told",
      actor: { id: "standdown", name: "Standdown", email: null, role: "system" },
      from: null,
      fleetId: fleet_id,
      thingName: null,
      jobId: job_id === "" ? null : job_id,
      executionNumber: null,
      operationId: null,
      asked: { alert: id, rule, state, tries: WEBHOOK_TRIES },
      before: null,
    },
    { kind: "gave-up", errorName: problem, requestId: null, settledBy: "answer", after: null },
  );
}
