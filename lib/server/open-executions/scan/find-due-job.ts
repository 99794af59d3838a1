import { sql } from "kysely";
import type { SyncJob } from "./job-progress";
import { SLICE_EXECUTIONS } from "./sync-job";
import type { SyncServices } from "../sync-services";

/** Until when those have their turn that are read in one go, by the clock of `performance`. */
export interface Turns {
  smallUntil: number;
}

/**
 * The job that is to be read, or read on, next: of those that are due, the one that has waited longest.
 *
 * A big job whose round is under way goes before them for half of the time, and one such job after the other. Were each
 * of its slices to wait in the line of all jobs, in a busy fleet it would need days, and AWS's token for its next page
 * would not live that long. The other half is for jobs that need no slices, so that they are at most half as often read
 * meanwhile: 100,000 executions, 400 calls, then take four and a half minutes at 3 calls a second.
 *
 * One that has failed stands at the end of the line (`letOthersGoFirst`), and goes before nobody until a slice of it is
 * read again: all other big jobs would wait for it, for as long as AWS has an error for it.
 */
export async function findDueJob(services: SyncServices, turns: Turns): Promise<SyncJob | undefined> {
  const underWay = await find(services, sql`is_under_way and next_at <= round_began_at`, sql`round_began_at`);
  if (!underWay) return find(services, sql`true`, sql`next_at, created_at desc`);
  if (performance.now() >= turns.smallUntil) return underWay;
  const isSmall = sql`coalesce(queued_count + in_progress_count, 0) <= ${sql.lit(SLICE_EXECUTIONS)}`;
  const small = await find(services, sql`not is_under_way and ${isSmall}`, sql`next_at, created_at desc`);
  return small ?? underWay;
}

/** A round that was under way before a pause is begun again: what it has met may have changed unheard. */
async function find(
  { kysely, fleetId }: SyncServices,
  which: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<SyncJob | undefined> {
  const { rows } = await sql<SyncJob>`
    select job_id, status, created_at, described_at, queued_count, in_progress_count, round,
      case when is_under_way then round_step end as round_step, round_cursor, round_began_at
    from indexed_job, lateral (
      select round_step is not null and coalesce(
        round_began_at >= (select sound_since from index_state where index_state.fleet_id = ${fleetId}), true)
        as is_under_way
    ) as reading
    where fleet_id = ${fleetId} and next_at <= statement_timestamp() and ${which}
    order by ${order}
    limit 1
  `.execute(kysely);
  return rows[0];
}
