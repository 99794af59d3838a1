import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { refreshExecutions, type StaleExecution } from "../scan/refresh-executions";
import type { SyncServices } from "../sync-services";

/** Four seconds' worth of calls at the default share. If whole jobs fail at once, their lists answer sooner. */
const REFRESHED_AT_ONCE = 10;

/** An execution that AWS refuses is read again after this: the lists of its job may have answered long before. */
const DEFER_MS = 10 * 60_000;

/**
 * Reads executions from AWS of which an event says that they may be over. If there are more than a few, their jobs become
 * due as well: a list returns 250 executions per call.
 *
 * Calls: 1 DescribeJobExecution each.
 *
 * @returns whether there were any
 */
export async function refreshHinted(services: SyncServices): Promise<Result<boolean, ReadFailure>> {
  const { kysely, fleetId } = services;
  const { rows } = await sql<StaleExecution & { hintedAt: Date }>`
    select job_id as "jobId", thing_name as "thingName", execution_number as "executionNumber", null as "scanId",
      hinted_at as "hintedAt"
    from open_execution
    where fleet_id = ${fleetId} and hinted_at <= ${new Date()}
    order by hinted_at
    limit ${REFRESHED_AT_ONCE}
  `.execute(kysely);
  for (const row of rows) {
    const refreshed = await refreshExecutions(services, [row]);
    if (!refreshed.ok && !isRefusal(refreshed.failure)) {
      await saveHint(services, row, new Date()); // behind the others
      return refreshed;
    }
    await saveHint(services, row, refreshed.ok ? null : new Date(Date.now() + DEFER_MS));
  }
  if (rows.length === REFRESHED_AT_ONCE) await makeJobsDue(services);
  return ok(rows.length > 0);
}

/** Leaves a hint alone that another event has given since. @param dueAt null: the hint is done with */
async function saveHint(
  { kysely, fleetId }: SyncServices,
  { jobId, thingName, hintedAt }: { jobId: string; thingName: string; hintedAt: Date },
  dueAt: Date | null,
): Promise<void> {
  await sql`
    update open_execution set hinted_at = ${dueAt}
    where fleet_id = ${fleetId} and job_id = ${jobId} and thing_name = ${thingName} and hinted_at = ${hintedAt}
  `.execute(kysely);
}

async function makeJobsDue({ kysely, fleetId }: SyncServices): Promise<void> {
  await sql`
    update indexed_job set next_at = clock_timestamp()
    where fleet_id = ${fleetId} and next_at > statement_timestamp() and refused is null
      and job_id in (select job_id from open_execution where fleet_id = ${fleetId} and hinted_at <= ${new Date()})
  `.execute(kysely);
}
