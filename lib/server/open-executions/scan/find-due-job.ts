import { sql } from "kysely";
import type { JobScan } from "./job-scan";
import { SLICE_EXECUTIONS } from "./scan-job";
import type { SyncServices } from "../sync-services";

/** How the time is shared between big jobs, which take several slices, and small ones. */
export interface TimeShare {
  /** Until when small jobs go first, by the clock of `performance`. */
  smallJobsUntil: number;
}

/**
 * The job to scan, or to continue scanning, next: of those that are due, the one that has waited longest.
 *
 * Big jobs whose scan is under way go first for half of the time, one such job after the other. If each of their slices
 * waited behind all other jobs, a scan would take days in a busy fleet, and AWS's token for its next page would expire.
 * The other half belongs to small jobs, which need no slices, so they are read at most half as often meanwhile: 100,000
 * executions, 400 calls, then take four and a half minutes at 3 calls a second.
 *
 * A job that failed is moved behind all others that are due, and no longer goes first until a slice of it succeeds. All
 * other big jobs would otherwise wait for it, for as long as AWS has an error for it.
 */
export async function findDueJob(services: SyncServices, share: TimeShare): Promise<JobScan | undefined> {
  const underWay = await find(services, sql`is_under_way and next_at <= round_began_at`, sql`round_began_at`);
  if (!underWay) return find(services, sql`true`, sql`next_at, created_at desc`);
  if (performance.now() >= share.smallJobsUntil) return underWay;
  const isSmall = sql`coalesce(queued_count + in_progress_count, 0) <= ${sql.lit(SLICE_EXECUTIONS)}`;
  const small = await find(services, sql`not is_under_way and ${isSmall}`, sql`next_at, created_at desc`);
  return small ?? underWay;
}

/** A scan that was under way before the index stopped being sound starts again: what it saw may have changed since. */
async function find(
  { kysely, fleetId }: SyncServices,
  which: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<JobScan | undefined> {
  const { rows } = await sql<JobScan>`
    select job_id as "jobId", created_at as "createdAt", queued_count as "queuedCount",
      in_progress_count as "inProgressCount", round as "scanId", case when is_under_way then round_step end as step,
      round_cursor as cursor, round_began_at as "startedAt"
    from indexed_job, lateral (
      select round_step is not null and coalesce(
        round_began_at >= (select sound_since from index_state where index_state.fleet_id = ${fleetId}), true)
        as is_under_way
    ) as scan
    where fleet_id = ${fleetId} and next_at <= statement_timestamp() and ${which}
    order by ${order}
    limit 1
  `.execute(kysely);
  return rows[0];
}
