import { type Kysely, sql } from "kysely";
import type { Connectivity } from "@/lib/core/domain/thing";
import type { IndexedExecution } from "@/lib/core/domain/triage";
import type { Triage } from "@/lib/core/domain/triage-thing";
import type { Tables } from "@/lib/server/db/tables";

/** A row of `open_execution`, with what was derived for it. */
export interface OpenRow extends IndexedExecution {
  /** The scan that saw it last. */
  scanId: number;
  typeName: string | null;
  groups: readonly string[] | null;
  connectivity: Connectivity["state"] | null;
  /** When the three facts above were read; null: never. */
  thingReadAt: Date | null;
  /** The triage as the store has it. Null: the row was just read from AWS, and has to be written. */
  stored: StoredTriage | null;
}

export type StoredTriage = Triage & {
  hasTimeout: boolean | null;
  /** It was not due when it was written, and is now. */
  hasComeDue: boolean;
};

/** The key of a row within its fleet. */
export const keyOf = ({ jobId, thingName }: { jobId: string; thingName: string }) => `${jobId} ${thingName}`;

/**
 * All rows of these things.
 *
 * The names are one array and not a join: while the index fills, before the table has statistics, a join reads the whole
 * fleet.
 */
export async function readOpenRows(
  kysely: Kysely<Tables>,
  fleetId: string,
  thingNames: readonly string[],
): Promise<OpenRow[]> {
  if (thingNames.length === 0) return [];
  const { rows } = await sql<Omit<OpenRow, "stored"> & StoredTriage>`
    select thing_name as "thingName", job_id as "jobId", status, queued_at as "queuedAt",
      started_at as "startedAt", last_updated_at as "lastUpdatedAt", execution_number as "executionNumber",
      read_at as "readAt", round as "scanId", thing_type as "typeName", thing_groups as "groups", connectivity,
      thing_looked_at as "thingReadAt", due_at as "dueAt", since, reason, severity, behind, blocked_by as "blockedBy",
      has_timeout as "hasTimeout", not is_due and coalesce(due_at <= clock_timestamp(), false) as "hasComeDue"
    from open_execution
    where fleet_id = ${fleetId}
      and thing_name = any(${sql.val([...new Set(thingNames)])}::text[])
  `.execute(kysely);
  return rows.map((row) => ({ ...row, stored: row }));
}
