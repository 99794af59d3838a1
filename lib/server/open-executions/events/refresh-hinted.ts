import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { refreshExecutions, type StaleExecution } from "../scan/refresh-executions";
import type { SyncServices } from "../sync-services";

/** The index makes this many calls in four seconds by default. For more executions, listing whole jobs is faster. */
const REFRESHED_AT_ONCE = 10;

/** If AWS refuses to describe an execution, it is read again after this. A scan of its job may resolve it earlier. */
const DEFER_MS = 10 * 60_000;

/**
 * Describes the executions that have a hint: an event said that they may be over. If there are more than fit in one
 * batch, their jobs also become due for a scan: a list returns 250 executions per call.
 *
 * Calls: 1 DescribeJobExecution each.
 *
 * @returns whether any execution had a hint that was due
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
      await saveHint(services, row, new Date()); // moves it behind the other hints
      return refreshed;
    }
    await saveHint(services, row, refreshed.ok ? null : new Date(Date.now() + DEFER_MS));
  }
  if (rows.length === REFRESHED_AT_ONCE) await makeJobsDue(services);
  return ok(rows.length > 0);
}

/**
 * Moves or removes a hint, unless another event has renewed it since.
 *
 * @param dueAt when to read the execution again. Null removes the hint
 */
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
