import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { lookUpExecutions, type Wanted } from "../scan/look-up-executions";
import type { SyncServices } from "../sync-services";

/** Four seconds' worth at the default share. Where whole jobs fail at once, the jobs' own lists tell them sooner. */
const LOOKED_UP_AT_ONCE = 10;

/** One that AWS refuses to tell of is asked for again after this: the lists of its job may tell it long before. */
const DEFER_MS = 10 * 60_000;

/**
 * Looks up executions of which an event says that they may be over. With more of them than a few, their jobs are read
 * next as well: a list tells of 250 by a call.
 *
 * Calls: 1 DescribeJobExecution each.
 *
 * @returns whether there were any
 */
export async function lookUpHinted(services: SyncServices): Promise<Result<boolean, ReadFailure>> {
  const { kysely, fleetId } = services;
  const { rows } = await sql<Wanted & { hintedAt: Date }>`
    select job_id as "jobId", thing_name as "thingName", execution_number as "executionNumber", null as round,
      hinted_at as "hintedAt"
    from open_execution
    where fleet_id = ${fleetId} and hinted_at <= ${new Date()}
    order by hinted_at
    limit ${LOOKED_UP_AT_ONCE}
  `.execute(kysely);
  for (const row of rows) {
    const looked = await lookUpExecutions(services, [row]);
    if (!looked.ok && !isRefusal(looked.failure)) {
      await keepHint(services, row, new Date()); // the others go before it
      return looked;
    }
    await keepHint(services, row, looked.ok ? null : new Date(Date.now() + DEFER_MS));
  }
  if (rows.length === LOOKED_UP_AT_ONCE) await readJobsSoon(services);
  return ok(rows.length > 0);
}

/** Not one that has come meanwhile. */
async function keepHint(
  { kysely, fleetId }: SyncServices,
  { jobId, thingName, hintedAt }: { jobId: string; thingName: string; hintedAt: Date },
  until: Date | null,
): Promise<void> {
  await sql`
    update open_execution set hinted_at = ${until}
    where fleet_id = ${fleetId} and job_id = ${jobId} and thing_name = ${thingName} and hinted_at = ${hintedAt}
  `.execute(kysely);
}

async function readJobsSoon({ kysely, fleetId }: SyncServices): Promise<void> {
  await sql`
    update indexed_job set next_at = clock_timestamp()
    where fleet_id = ${fleetId} and next_at > statement_timestamp() and refused is null
      and job_id in (select job_id from open_execution where fleet_id = ${fleetId} and hinted_at <= ${new Date()})
  `.execute(kysely);
}
