import type { Thing } from "../state/registry.ts";
import type { Variants } from "../state/variants.ts";
import type { World } from "../state/world.ts";
import type { SearchDocument } from "./search-document.ts";

/** After about this long without a connection, time and reason of the disconnect are dropped [MD: ThingConnectivity]. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;

/** A thing as the index has it at this moment: what queries see, and what SearchIndex answers. */
export function toIndexDocument(
  { indexing, registry, variants }: Pick<World, "indexing" | "registry" | "variants">,
  thing: Thing,
  nowMs: number,
): SearchDocument {
  const connectivity =
    indexing.thingConnectivityIndexingMode === "STATUS" ? toConnectivity(variants, thing, nowMs) : undefined;
  const thingGroupNames =
    variants.groupsInIndex === "direct"
      ? thing.thingGroupNames
      : [...new Set(thing.thingGroupNames.flatMap((name) => registry.withAncestors(name)))];
  // The thing itself where nothing differs: a search of 100,000 things then copies none.
  const isSame = connectivity === thing.connectivity && thingGroupNames === thing.thingGroupNames;
  return isSame ? thing : { ...thing, thingGroupNames, connectivity };
}

/** `{"connected": false}` and nothing else is what AWS sends for a thing that never connected [CLI: search-index]; a variant. */
const NEVER_CONNECTED = { connected: false };

function toConnectivity(
  { neverConnected }: Variants,
  { connectivity }: Thing,
  nowMs: number,
): SearchDocument["connectivity"] {
  if (connectivity === undefined) return neverConnected === "absent" ? undefined : NEVER_CONNECTED;
  const { connected, timestamp } = connectivity;
  const isForgotten = !connected && timestamp !== undefined && nowMs - timestamp > FORGOTTEN_AFTER_MS;
  return isForgotten ? NEVER_CONNECTED : connectivity;
}
