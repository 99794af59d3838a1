import type { Thing } from "../state/registry.ts";
import type { Variants } from "../state/variants.ts";
import type { World } from "../state/world.ts";
import type { SearchDocument } from "./search-document.ts";

/** About this long after a disconnect, its time and reason are dropped [MD: ThingConnectivity]. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;

/** A thing as the index holds it now: what queries see and SearchIndex returns. */
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
  // The thing itself if nothing differs, so that a search of 100,000 things copies none.
  const isSame = connectivity === thing.connectivity && thingGroupNames === thing.thingGroupNames;
  return isSame ? thing : { ...thing, thingGroupNames, connectivity };
}

/** AWS sends just `{"connected": false}` for a thing that never connected [CLI: search-index]; a variant. */
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
