import { sql } from "kysely";
import { judgeAlerts } from "@/lib/server/alerts/judge-alerts";
import { sampleTrends } from "./sample-trends";
import type { SyncServices } from "@/lib/server/open-executions/sync-services";

type Services = Pick<SyncServices, "fleetId" | "kysely" | "alerts">;

/**
 * In a pause as short as this nothing becomes stuck for want of being read, so that a restart or a throttled minute does
 * not make one wait for the fleet to be read again.
 */
const LONGEST_PAUSE = sql`interval '15 minutes'`;

/** The reading begins, or goes on: after a longer pause all that was read before is in doubt. */
export async function startReading({ kysely, fleetId }: Services): Promise<void> {
  await sql`
    insert into index_state as state (fleet_id, seen_at, sound_since)
    values (${fleetId}, clock_timestamp(), clock_timestamp())
    on conflict (fleet_id) do update set
      sound_since = ${soundSince("state")}, seen_at = excluded.seen_at
  `.execute(kysely);
}

/** Since when the reading has gone on without a pause that matters, where it goes on now. */
export function soundSince(state: string) {
  const column = (name: string) => sql.ref(`${state}.${name}`);
  return sql`case
    when coalesce(${column("failing_since")}, ${column("seen_at")}) > clock_timestamp() - ${LONGEST_PAUSE}
    then coalesce(${column("sound_since")}, clock_timestamp()) else clock_timestamp() end`;
}

/**
 * Keeps how much is open and stuck, and judges by it whether there is an alert, where the index is sound: since the
 * reading began, or resumed after a pause that matters, each job was read to its end. Of half a fleet nothing is kept.
 *
 * Jobs whose reading AWS refuses, or has an error for each time, are left out of that question, unless that is so of all:
 * IAM may well narrow the console to some, for good, and alerts about those are wanted.
 *
 * @returns whether the index was sound
 */
export async function recordSamples(services: Services, at = new Date()): Promise<boolean> {
  if (!(await isSound(services))) return false;
  const { fleetId, kysely, alerts } = services;
  const standings = await sampleTrends(kysely, fleetId, at);
  if (alerts) await judgeAlerts({ fleetId, kysely, alerts }, standings, at);
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
