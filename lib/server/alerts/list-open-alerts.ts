import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import { ALERT_RULES, type OpenAlert } from "@/lib/core/domain/alert";
import { parseNotification } from "./notification-column";

/** The alerts of a fleet that are not over, the oldest first. Rules of another version of the console are left out. */
export async function listOpenAlerts(kysely: Kysely<Tables>, fleetId: string): Promise<OpenAlert[]> {
  const rows = await kysely
    .selectFrom("alert")
    .select(["id", "rule", "job_id", "threshold", "began_at", "told"])
    .where("fleet_id", "=", fleetId)
    .where("over_at", "is", null)
    .orderBy("began_at")
    .orderBy("id")
    .execute();
  return rows.flatMap(({ id, rule, job_id, threshold, began_at, told: notification }) => {
    const known = ALERT_RULES.find((name) => name === rule);
    if (!known) return [];
    return {
      id,
      rule: known,
      jobId: job_id === "" ? null : job_id,
      threshold,
      beganAt: began_at,
      notification: parseNotification(notification),
    };
  });
}
