import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/db/tables";
import type { ExecutionRef } from "@/lib/domain/execution";
import { type Reckoning, reckonThings } from "./keep-executions";

/** An execution that was seen to be over. */
export interface EndedExecution extends ExecutionRef {
  executionNumber: number | null;
  /** What it ended as; `gone` where AWS knows it no more. */
  status: string;
}

/** So long a list that was asked for before may still be on its way, slices and restarts included. */
const REMEMBERED = "1 hour";

/**
 * Takes executions that are over out of the index, and lets go what waited behind them.
 *
 * @param endedAt when that was known, by the clock of this process
 */
export async function endExecutions(
  kysely: Kysely<Tables>,
  reckoning: Reckoning,
  ended: readonly EndedExecution[],
  endedAt: Date,
): Promise<void> {
  if (ended.length === 0) return;
  const { fleetId } = reckoning;
  const rows = JSON.stringify(ended);
  await sql`
    with ended as (
      select * from json_to_recordset(${rows}::json)
        as row ("jobId" text, "thingName" text, "executionNumber" bigint, status text)
    ), remembered as (
      insert into ended_execution (fleet_id, job_id, thing_name, execution_number, status, ended_at)
      select distinct on ("jobId", "thingName") ${fleetId}, "jobId", "thingName", "executionNumber", status,
        ${endedAt}::timestamptz
      from ended order by "jobId", "thingName", "executionNumber" desc nulls last
      on conflict (fleet_id, job_id, thing_name) do update set
        execution_number = excluded.execution_number, status = excluded.status, ended_at = excluded.ended_at
    )
    delete from open_execution using ended
    where open_execution.fleet_id = ${fleetId}
      and open_execution.job_id = ended."jobId" and open_execution.thing_name = ended."thingName"
      -- Not the one that the job has on the thing since.
      and (open_execution.execution_number is null or ended."executionNumber" is null
        or open_execution.execution_number <= ended."executionNumber")
  `.execute(kysely);
  await reckonThings(
    kysely,
    reckoning,
    ended.map(({ thingName }) => thingName),
  );
}

/** Forgets ends that nothing can contradict any more. */
export async function forgetOldEnds(kysely: Kysely<Tables>): Promise<void> {
  await sql`delete from ended_execution where ended_at < clock_timestamp() - ${REMEMBERED}::interval`.execute(
    kysely,
  );
}
