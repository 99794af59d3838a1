import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { OpenExecutionRow } from "@/lib/server/db/triage-tables";

/** A row of the index: in progress without an update for `hours`, or queued for that long. */
export interface SeededRow extends Partial<OpenExecutionRow> {
  job_id: string;
  thing_name: string;
  hours: number;
}

const HOUR_MS = 3_600_000;
const DUE_AFTER_HOURS: Readonly<Record<string, number>> = { IN_PROGRESS: 1, QUEUED: 24 };

/** Inserts rows into the index as a scan would have written them. */
export async function seedIndex(
  kysely: Kysely<Tables>,
  fleetId: string,
  rows: readonly SeededRow[],
): Promise<void> {
  const now = Date.now();
  for (const { hours, ...given } of rows) {
    const status = given.status ?? "IN_PROGRESS";
    const since = new Date(now - hours * HOUR_MS);
    const dueAt = new Date(since.getTime() + DUE_AFTER_HOURS[status]! * HOUR_MS);
    await kysely
      .insertInto("open_execution")
      .values({
        fleet_id: fleetId,
        status,
        queued_at: since,
        started_at: status === "IN_PROGRESS" ? since : null,
        last_updated_at: since,
        execution_number: 1,
        read_at: sql`now()`,
        round: 1,
        since,
        due_at: dueAt,
        is_due: dueAt.getTime() <= now,
        reason: status === "IN_PROGRESS" ? "stuck" : "waiting",
        severity: 0,
        behind: 0,
        ...given,
      })
      .execute();
  }
}
