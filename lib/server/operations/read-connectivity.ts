import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { PlanConnectivity } from "@/lib/core/domain/cancel-plan";
import { readAll } from "@/lib/core/domain/read-on";
import { escapeTerm, QUERY_LENGTH, QUERY_TERMS } from "@/lib/core/domain/search-term";
import type { ConnectivityState } from "@/lib/core/domain/thing";
import { PLAN_READS, type SelectorReader } from "./plan-reads";
import { listPlannedThings } from "./plan-item-store";

/** 42 calls, which take five seconds at AWS's quota. 500 devices are enough to judge a forced cancellation by. */
const MAX_ASKED = 500;

/**
 * Counts the plan's executions by the connectivity of their devices, those in progress first: a forced cancellation
 * depends on them. Null: fleet indexing is off or has no connectivity.
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
    if (states === null) break; // fleet indexing fails now: the others count as not asked
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

/** Groups things into queries. */
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

/** The index ignores case, so it may return other things too. Callers look things up by name. Null: it failed. */
async function readStates(
  iot: Pick<SelectorReader, "searchThings">,
  names: readonly string[],
): Promise<Map<string, ConnectivityState> | null> {
  const found = await readAll((cursor) => iot.searchThings(toQuery(names), cursor, PLAN_READS));
  return found.ok && found.value.isComplete
    ? new Map(found.value.rows.map(({ thingName, connectivity }) => [thingName, connectivity.state]))
    : null;
}
