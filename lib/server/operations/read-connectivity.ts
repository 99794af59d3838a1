import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { PlanConnectivity } from "@/lib/core/domain/cancel-plan";
import { readAll } from "@/lib/core/domain/read-on";
import { escapeTerm, QUERY_LENGTH, QUERY_TERMS } from "@/lib/core/domain/search-term";
import type { ConnectivityState } from "@/lib/core/domain/thing";
import { PLAN_READS, type SelectorReader } from "./plan-reads";
import { listPlannedThings } from "./plan-store";

/** At AWS's quota 42 calls, which is five seconds: to know it of 500 tells enough of what is forced. */
const MAX_ASKED = 500;

/**
 * How the devices of a plan are connected, as far as the index tells: of those in progress first, as these are
 * what a person must decide about. Counts executions. Null where the index does not tell at all.
 *
 * @param total executions on the plan's list
 */
export async function readConnectivity(
  iot: Pick<SelectorReader, "indexing" | "searchThings">,
  kysely: Kysely<Tables>,
  planId: string,
  total: number,
): Promise<PlanConnectivity | null> {
  const indexing = await iot.indexing(PLAN_READS);
  if (!indexing.ok || !indexing.value.connectivity) return null;

  const asked = await listPlannedThings(kysely, planId, MAX_ASKED);
  const counts: Record<ConnectivityState, number> = {
    connected: 0,
    disconnected: 0,
    "not-connected": 0,
    unknown: 0,
  };
  let known = 0;
  for (const names of toQueries([...new Set(asked)])) {
    const states = await readStates(iot, names);
    if (states === null) break; // the index fails now: what is not read is not asked
    for (const name of asked)
      if (names.includes(name)) {
        counts[states.get(name) ?? "unknown"] += 1;
        known += 1;
      }
  }
  if (known === 0 && total > 0) return null;
  const { "not-connected": notConnected, ...others } = counts;
  return { ...others, notConnected, notAsked: total - known };
}

/** Things by the query that asks for them. */
function toQueries(names: readonly string[]): string[][] {
  const queries: string[][] = [];
  for (const name of names) {
    const last = queries.at(-1);
    const fits = last && last.length < QUERY_TERMS && toQuery([...last, name]).length <= QUERY_LENGTH;
    if (fits) last.push(name);
    else queries.push([name]);
  }
  return queries;
}

const toQuery = (names: readonly string[]) =>
  names.map((name) => `thingName:${escapeTerm(name)}`).join(" OR ");

/** The index takes no heed of case, so it may answer with things that nobody asked for: they are found by name. */
async function readStates(
  iot: Pick<SelectorReader, "searchThings">,
  names: readonly string[],
): Promise<Map<string, ConnectivityState> | null> {
  const found = await readAll((cursor) => iot.searchThings(toQuery(names), cursor, PLAN_READS));
  return found.ok && found.value.isComplete
    ? new Map(found.value.rows.map(({ thingName, connectivity }) => [thingName, connectivity.state]))
    : null;
}
