import { sql } from "kysely";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { TriageThresholds } from "@/lib/core/domain/triage";
import { QUERY_TERMS } from "@/lib/core/domain/search-term";
import { upsertThings, type EnrichedThing, enrichThings } from "./enrich-things";
import type { SyncServices } from "../sync-services";
import { withFleetLock } from "../store/with-fleet-lock";

/** What AWS refuses is requested again after this. */
const ASK_AGAIN = "10 minutes";

/**
 * Reads the types of things that would be stuck now if they had the type with the shortest threshold. While the type of a
 * thing is unknown, the fleet's threshold applies to it. If no type has a shorter threshold, nothing is read.
 *
 * A thing is read once while anything is open on it.
 *
 * Calls: those of `enrichThings`.
 *
 * @returns whether there were any such things
 */
export async function enrichTypes(services: SyncServices): Promise<Result<boolean, ReadFailure>> {
  const minutes = shortestOfType(services.thresholds);
  if (minutes === null) return ok(false);
  const names = await findUntyped(services, minutes);
  if (names.length === 0) return ok(false);
  const things = await enrichThings(services, names);
  if (!things.ok) return things;
  await upsertThings(services, things.value);
  await defer(
    services,
    things.value.filter(({ found, refused }) => found === null && refused !== null),
  );
  return ok(true);
}

/** @returns null: no type's threshold is shorter than the fleet's */
function shortestOfType({ stuckMinutes, stuckMinutesOfType }: TriageThresholds): number | null {
  const shortest = Math.min(...Object.values(stuckMinutesOfType));
  return shortest < stuckMinutes ? shortest : null;
}

async function findUntyped({ kysely, fleetId }: SyncServices, minutes: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select thing_name as name from open_execution
    where fleet_id = ${fleetId} and not is_due and status = 'IN_PROGRESS' and thing_looked_at is null
      and since < statement_timestamp() - make_interval(mins => ${minutes})
      and (looked_at is null or looked_at < statement_timestamp() - ${ASK_AGAIN}::interval)
    order by since limit ${QUERY_TERMS}`.execute(kysely);
  return [...new Set(rows.map(({ name }) => name))];
}

async function defer({ kysely, fleetId }: SyncServices, refused: readonly EnrichedThing[]): Promise<void> {
  await withFleetLock(kysely, fleetId, async (transaction) => {
    for (const { thingName, refused: why } of refused)
      await sql`
        update open_execution set looked_at = clock_timestamp(), look_failed = ${why}
        where fleet_id = ${fleetId} and thing_name = ${thingName} and thing_looked_at is null and not is_due
      `.execute(transaction);
  });
}
