import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { readAll } from "@/lib/core/domain/read-on";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { escapeTerm, QUERY_LENGTH, QUERY_TERMS } from "@/lib/core/domain/search-term";
import type { ThingSummary } from "@/lib/core/domain/thing";
import { recomputeThings } from "../store/recompute-things";
import { formatFailureColumn } from "../store/failure-column";
import { FRESH, type SyncServices } from "../sync-services";
import { withFleetLock } from "../store/with-fleet-lock";

/** What AWS answered about a thing. */
export interface EnrichedThing {
  thingName: string;
  /** Null: nothing, so what is known already stays. */
  found: {
    typeName: string | null;
    /** Null: they were refused. */
    groups: readonly string[] | null;
  } | null;
  /** Null: not known, as the fleet index has no connectivity, did not answer completely, or could not be asked. */
  connectivity: ThingSummary["connectivity"]["state"] | null;
  /** The refusal because of which something is missing, as `formatFailureColumn` writes it. */
  refused: string | null;
}

/**
 * Reads the type, groups and connectivity of things from AWS's fleet index; or from the registry, which has no
 * connectivity, if that index is off or cannot be asked.
 *
 * What AWS refuses for one thing is missing for that thing only.
 *
 * Calls: 1 SearchIndex for 12 things, more with very long names; or 1 DescribeThing and 1 ListThingGroupsForThing each.
 */
export async function enrichThings(
  services: SyncServices,
  thingNames: readonly string[],
): Promise<Result<EnrichedThing[], ReadFailure>> {
  const indexing = await services.iot.indexing({ priority: "background" });
  if (!indexing.ok && !isRefusal(indexing.failure)) return fail(indexing.failure);
  // A role that may not read the configuration has no fleet index, here as on all pages.
  if (!indexing.ok || !indexing.value.things) return readFromRegistry(services, thingNames, null);

  const things: EnrichedThing[] = [];
  for (const names of inQueries(thingNames)) {
    const some = await searchFleetIndex(services, names, indexing.value.connectivity);
    if (!some.ok) return some;
    things.push(...some.value);
  }
  return ok(things);
}

const termOf = (name: string) => `thingName:${escapeTerm(name)}`;

const OR = " OR ";

/** Splits names into the lists that one query each has room for. */
export function inQueries(thingNames: readonly string[]): string[][] {
  const queries: string[][] = [];
  let room = 0;
  for (const name of thingNames) {
    const length = termOf(name).length + OR.length;
    if (room < length || queries.at(-1)?.length === QUERY_TERMS) {
      queries.push([]);
      room = QUERY_LENGTH + OR.length;
    }
    queries.at(-1)!.push(name);
    room -= length;
  }
  return queries;
}

/** A query names at most `QUERY_TERMS` things. AWS may cut its answer to a row a page, with empty pages between. */
const MAX_SEARCH_PAGES = 100;

async function searchFleetIndex(
  services: SyncServices,
  thingNames: readonly string[],
  hasConnectivity: boolean,
): Promise<Result<EnrichedThing[], ReadFailure>> {
  const page = await readAll(async (cursor) => {
    await services.acquire("SearchIndex");
    return services.iot.searchThings(thingNames.map(termOf).join(OR), cursor, FRESH);
  }, MAX_SEARCH_PAGES);
  if (!page.ok) {
    if (!isRefusal(page.failure)) return fail(page.failure);
    // The index may have been switched off since. AWS also builds one for long while its configuration says that it is on.
    return readFromRegistry(
      services,
      thingNames,
      page.failure.kind === "index-off" ? null : formatFailureColumn(page.failure),
    );
  }
  const found = new Map(page.value.rows.map((thing) => [thing.thingName, thing]));
  // Without connectivity in the index, or with pages missing, nothing is known: that is not "unknown to AWS".
  const absent = hasConnectivity && page.value.isComplete ? "unknown" : null;
  return ok(
    thingNames.map((thingName) => {
      const thing = found.get(thingName);
      return {
        thingName,
        found: thing ? { typeName: thing.typeName, groups: thing.groups } : null,
        connectivity: thing && hasConnectivity ? thing.connectivity.state : absent,
        refused: null,
      };
    }),
  );
}

async function readFromRegistry(
  services: SyncServices,
  thingNames: readonly string[],
  refused: EnrichedThing["refused"],
): Promise<Result<EnrichedThing[], ReadFailure>> {
  const things: EnrichedThing[] = [];
  for (const thingName of thingNames) {
    const thing = await readThing(services, thingName);
    if (!thing.ok) return thing;
    things.push({ ...thing.value, refused: refused ?? thing.value.refused });
  }
  return ok(things);
}

async function readThing(
  services: SyncServices,
  thingName: string,
): Promise<Result<EnrichedThing, ReadFailure>> {
  await services.acquire("DescribeThing");
  const thing = await services.iot.describeThing(thingName, FRESH);
  await services.acquire("ListThingGroupsForThing");
  const groups = await services.iot.listGroupsOfThing(thingName, FRESH);
  let refused: EnrichedThing["refused"] = null;
  for (const answer of [thing, groups]) {
    if (answer.ok || answer.failure.kind === "not-found") continue;
    if (!isRefusal(answer.failure)) return fail(answer.failure);
    refused = formatFailureColumn(answer.failure);
  }
  const found = thing.ok ? { typeName: thing.value.typeName, groups: groups.ok ? groups.value : null } : null;
  return ok({ thingName, found, connectivity: null, refused });
}

/** Writes what is known of these things, and recomputes the executions that are open on them. */
export async function upsertThings(services: SyncServices, things: readonly EnrichedThing[]): Promise<void> {
  const { kysely, fleetId } = services;
  const rows = things.map(({ thingName, found, connectivity, refused }) => ({
    thingName,
    isFound: found !== null,
    hasAnswer: found !== null || refused === null,
    ...found,
    connectivity,
  }));
  await withFleetLock(kysely, fleetId, async (transaction) => {
    await sql`
      update open_execution set connectivity = read.connectivity,
        thing_looked_at = case when "hasAnswer" then clock_timestamp() else thing_looked_at end,
        thing_type = case when "isFound" then read."typeName" else thing_type end,
        thing_groups = coalesce(read.groups, thing_groups)
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as read ("thingName" text, "isFound" boolean, "hasAnswer" boolean, "typeName" text, connectivity text, groups text[])
      where open_execution.fleet_id = ${fleetId} and open_execution.thing_name = read."thingName"
    `.execute(transaction);
    await recomputeThings(
      transaction,
      services,
      things.map(({ thingName }) => thingName),
    );
  });
}
