import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { OpenStats } from "@/lib/core/domain/alert";
import { TREND_KEPT_DAYS } from "@/lib/core/domain/trend";

/** The row of `trend_day` for a time, and its index in the arrays of hours, which start at 1 in SQL. */
export function placeOf(at: Date): { day: string; hour: number } {
  return { day: toDay(at), hour: at.getUTCHours() + 1 };
}

/** An array of a day's hours with a value for this one only. */
export function onlyHour(hour: number, value: RawBuilder<unknown>): RawBuilder<unknown> {
  const none = (hours: number) => sql`array_fill(null::integer, array[${sql.lit(hours)}])`;
  return sql`${none(hour - 1)} || ${value} || ${none(24 - hour)}`;
}

export const toDay = (at: Date) => at.toISOString().slice(0, 10);

/**
 * Counts what is open and stuck in the index, and stores the counts for the hour and the day where they exceed the
 * stored ones. So the trends have the maximum: a short rush shows, and a repeated sample changes nothing.
 *
 * Stuck is what is in progress and due at `at`. `is_due` is not used: it lags until `recomputeDue` has updated a row.
 *
 * A job gets a row only if something of it is open. One statement, one pass over the fleet's rows.
 *
 * @returns the stats of the fleet, and of each job of which something is stuck
 */
export async function sampleTrends(kysely: Kysely<Tables>, fleetId: string, at: Date): Promise<OpenStats[]> {
  const { day, hour } = placeOf(at);
  const { rows } = await sql<OpenStats>`
    with counted as (
      select coalesce(job_id, '') as job_id, count(*)::integer as open,
        count(*) filter (where status = 'IN_PROGRESS' and due_at <= ${at})::integer as stuck
      from open_execution where fleet_id = ${fleetId}
      group by grouping sets ((), (job_id))
    ), stored as (
      insert into trend_day as known (fleet_id, job_id, day, open, stuck, open_hours, stuck_hours)
      select ${fleetId}, job_id, ${day}::date, open, stuck, ${onlyHour(hour, sql`open`)}, ${onlyHour(hour, sql`stuck`)}
      from counted order by job_id
      on conflict (fleet_id, job_id, day) do update set
        open = greatest(known.open, excluded.open),
        stuck = greatest(known.stuck, excluded.stuck),
        open_hours[${sql.lit(hour)}] = greatest(known.open_hours[${sql.lit(hour)}], excluded.open),
        stuck_hours[${sql.lit(hour)}] = greatest(known.stuck_hours[${sql.lit(hour)}], excluded.stuck)
      where known.open_hours[${sql.lit(hour)}] >= excluded.open is not true
        or known.stuck_hours[${sql.lit(hour)}] >= excluded.stuck is not true
    )
    select job_id as "jobId", open, stuck from counted where job_id = '' or stuck > 0
  `.execute(kysely);
  return rows;
}

/**
 * Deletes what is past retention. Hours are kept for the shortest time, days of a job for longer, days of the fleet
 * longest.
 */
export async function pruneTrends(kysely: Kysely<Tables>, fleetId: string, at: Date): Promise<void> {
  const before = (days: number) => sql`(${toDay(at)}::date - ${sql.lit(days)})`;
  await sql`
    delete from trend_day where fleet_id = ${fleetId}
      and (day < ${before(TREND_KEPT_DAYS.ofFleet)} or (job_id <> '' and day < ${before(TREND_KEPT_DAYS.ofJob)}))
  `.execute(kysely);
  await sql`
    update trend_day set open_hours = null, stuck_hours = null, canceled_hours = null
    where fleet_id = ${fleetId} and day < ${before(TREND_KEPT_DAYS.hours)}
      and (open_hours is not null or canceled_hours is not null)
  `.execute(kysely);
}
