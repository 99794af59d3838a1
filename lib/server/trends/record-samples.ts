import { sql } from "kysely";
import { judgeAlerts } from "@/lib/server/alerts/judge-alerts";
import { sampleTrends } from "./sample-trends";
import type { SyncServices } from "@/lib/server/open-executions/sync-services";

type Services = Pick<SyncServices, "fleetId" | "kysely" | "alerts">;

/**
 * The index stays sound if reading paused for less than this: a short pause makes no execution look stuck that is not.
 * So after a restart or a throttled minute, samples need not wait until the whole fleet is read again.
 */
const LONGEST_PAUSE = sql`interval '15 minutes'`;

/**
 * Call it when the sync of a fleet starts. After a pause longer than `LONGEST_PAUSE`, it marks all earlier reads as
 * unsound.
 */
export async function startReading({ kysely, fleetId }: Services): Promise<void> {
  await sql`
    insert into index_state as state (fleet_id, seen_at, sound_since)
    values (${fleetId}, clock_timestamp(), clock_timestamp())
    on conflict (fleet_id) do update set
      sound_since = ${soundSince("state")}, seen_at = excluded.seen_at
  `.execute(kysely);
}

/** SQL for `sound_since`: since when the sync has run without a pause longer than `LONGEST_PAUSE`. It runs now. */
export function soundSince(state: string) {
  const column = (name: string) => sql.ref(`${state}.${name}`);
  return sql`case
    when coalesce(${column("failing_since")}, ${column("seen_at")}) > clock_timestamp() - ${LONGEST_PAUSE}
    then coalesce(${column("sound_since")}, clock_timestamp()) else clock_timestamp() end`;
}

/**
 * Samples how many executions are open and stuck, and evaluates the alert rules, if the index is sound. It is sound if
 * each job has been scanned to the end since `sound_since`. A fleet that is only partly read is not sampled.
 *
 * Jobs that AWS refuses to list, or fails to list each time, need no scan, unless that is so for all jobs. IAM may
 * restrict the console to some jobs for good, and the alerts about those should still work.
 *
 * @returns whether the index was sound
 */
export async function recordSamples(services: Services, at = new Date()): Promise<boolean> {
  if (!(await isSound(services))) return false;
  const { fleetId, kysely, alerts } = services;
  const stats = await sampleTrends(kysely, fleetId, at);
  if (alerts) await judgeAlerts({ fleetId, kysely, alerts }, stats, at);
  return true;
}

async function isSound({ kysely, fleetId }: Services): Promise<boolean> {
  const { rows } = await sql`
    select from index_state as state
    where fleet_id = ${fleetId} and failing is null and jobs_listed_at >= sound_since
      and not exists (
        select from indexed_job
        where indexed_job.fleet_id = state.fleet_id and refused is null
          and (read_at is null or read_at < sound_since))
      and (select bool_or(refused is null) is not false from indexed_job
        where indexed_job.fleet_id = state.fleet_id)
  `.execute(kysely);
  return rows.length > 0;
}
