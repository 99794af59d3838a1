import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import type { IndexScope } from "./index-scope";
import { recomputeThings } from "./recompute-things";
import { withFleetLock } from "./with-fleet-lock";
import { onlyHour, placeOf } from "@/lib/server/trends/sample-trends";

/** An execution that AWS, an event or our own cancellation says is over. */
export interface EndedExecution extends ExecutionRef {
  executionNumber: number | null;
  /** Its last status. `gone`: AWS no longer knows it. */
  status: string;
  /** Whether this console canceled it. */
  isOurs?: boolean;
}

/** A scan may deliver an answer this long after it requested it, even across its pauses and restarts. */
const REMEMBERED = "1 hour";

/**
 * Removes executions that are over from the index, and recomputes those that waited behind them. Ends are remembered
 * for an hour, so that an older answer of AWS cannot bring an execution back.
 *
 * A canceled execution is counted for the trends if the index had it as open until now, or if the console itself
 * canceled it. It is not counted if somebody only found it canceled, as that may have happened years ago. Only the
 * first report of an end counts.
 *
 * @param endedAt when the end was known, by the clock of this process
 */
export async function endExecutions(
  kysely: Kysely<Tables>,
  scope: IndexScope,
  ended: readonly EndedExecution[],
  endedAt: Date,
): Promise<void> {
  if (ended.length === 0) return;
  await withFleetLock(kysely, scope.fleetId, async (transaction) => {
    await removeEnded(transaction, scope.fleetId, ended, endedAt);
    await recomputeThings(
      transaction,
      scope,
      ended.map(({ thingName }) => thingName),
    );
  });
}

async function removeEnded(
  kysely: Kysely<Tables>,
  fleetId: string,
  ended: readonly EndedExecution[],
  endedAt: Date,
): Promise<void> {
  const rows = JSON.stringify(ended);
  const { day, hour } = placeOf(endedAt);
  await sql`
    with ended as (
      select distinct on ("jobId", "thingName") * from json_to_recordset(${rows}::json)
        as row ("jobId" text, "thingName" text, "executionNumber" bigint, status text, "isOurs" boolean)
      order by "jobId", "thingName", "executionNumber" desc nulls last
    ), remembered as (
      insert into ended_execution as known
        (fleet_id, job_id, thing_name, execution_number, status, ended_at, is_news)
      select ${fleetId}, "jobId", "thingName", "executionNumber", status, ${endedAt}::timestamptz, true
      from ended order by "jobId", "thingName"
      on conflict (fleet_id, job_id, thing_name) do update set
        is_news = known.status <> excluded.status
          or coalesce(known.execution_number <> excluded.execution_number, false),
        execution_number = excluded.execution_number, status = excluded.status,
        -- An answer that was requested earlier may arrive later.
        ended_at = greatest(known.ended_at, excluded.ended_at)
      returning job_id, thing_name, status, is_news
    ), removed as (
      delete from open_execution using ended
      where open_execution.fleet_id = ${fleetId}
        and open_execution.job_id = ended."jobId" and open_execution.thing_name = ended."thingName"
        -- Not a later execution of the job on the thing.
        and (open_execution.execution_number is null or ended."executionNumber" is null
          or open_execution.execution_number <= ended."executionNumber")
      returning open_execution.job_id, open_execution.thing_name
    ), canceled as (
      select coalesce(job_id, '') as job_id, count(*)::integer as canceled
      from remembered
      left join removed using (job_id, thing_name)
      join ended on ended."jobId" = job_id and ended."thingName" = thing_name
      where remembered.status = 'CANCELED' and is_news and (ended."isOurs" or removed is not null)
      group by grouping sets ((), (job_id))
    )
    insert into trend_day as known (fleet_id, job_id, day, canceled, canceled_hours)
    select ${fleetId}, job_id, ${day}::date, canceled, ${onlyHour(hour, sql`canceled`)}
    from canceled where canceled > 0 order by job_id
    on conflict (fleet_id, job_id, day) do update set
      canceled = known.canceled + excluded.canceled,
      canceled_hours[${sql.lit(hour)}] = coalesce(known.canceled_hours[${sql.lit(hour)}], 0) + excluded.canceled
  `.execute(kysely);
}

/** Deletes the ends that are older than `REMEMBERED`: no answer from before them can arrive any more. */
export async function deleteOldEnds(kysely: Kysely<Tables>): Promise<void> {
  await sql`delete from ended_execution where ended_at < statement_timestamp() - ${REMEMBERED}::interval`.execute(
    kysely,
  );
}
