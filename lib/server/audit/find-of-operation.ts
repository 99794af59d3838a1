import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { readEntries } from "./find-entries";

/** More cancellations than one execution ever has. */
const NEWEST = 20;

/**
 * The latest entry of each of these executions within the operation. They are found by thing: a thing has few entries,
 * an operation may have a hundred thousand.
 */
export async function findLatestOfOperation(
  kysely: Kysely<Tables>,
  operationId: string,
  executions: readonly ExecutionRef[],
): Promise<AuditEntry[]> {
  const things = executions.map(({ thingName }) => thingName);
  const jobs = executions.map(({ jobId }) => jobId);
  const { rows } = await sql<{ entry: number }>`
    select latest.entry from unnest(${sql.val(things)}::text[], ${sql.val(jobs)}::text[]) as asked (thing_name, job_id)
    cross join lateral (
      select entry from audit_log
      where thing_name = asked.thing_name and job_id = asked.job_id and operation_id = ${operationId}
        and deed = 'cancel-execution' and kind not in ('outcome', 'revision')
      order by entry desc limit 1
    ) as latest`.execute(kysely);
  return readEntries(
    kysely,
    rows.map(({ entry }) => entry),
  );
}

/** The cancellations of one execution, newest first. */
export async function findOfExecution(
  kysely: Kysely<Tables>,
  fleetId: string,
  { thingName, jobId }: ExecutionRef,
): Promise<AuditEntry[]> {
  const found = await kysely
    .selectFrom("audit_log")
    .select("entry")
    .where("thing_name", "=", thingName)
    .where("job_id", "=", jobId)
    .where("fleet_id", "=", fleetId)
    .where("deed", "=", "cancel-execution")
    .where("kind", "not in", ["outcome", "revision"])
    .orderBy("entry", "desc")
    .limit(NEWEST)
    .execute();
  return readEntries(
    kysely,
    found.map(({ entry }) => entry),
  );
}
