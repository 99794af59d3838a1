import { escapeTerm, QUERY_LENGTH, QUERY_TERMS } from "@/lib/core/domain/search-term";
import type { ConnectivityState } from "@/lib/core/domain/thing";

/** A search in the fleet index, before it is put into AWS's query language. */
export interface ThingSearch {
  /** The start of a name, as a person typed it. */
  text: string | null;
  type: string | null;
  /** In one of these groups. Empty: no filter by group. */
  groups: readonly string[];
  attribute: { name: string; value: string } | null;
  connectivity: ConnectivityState | null;
}

/**
 * The search in AWS's query language (facts 4.4).
 *
 * What a person types becomes one term of one field. Each character with a meaning in the language is escaped, so
 * `* OR thingName:x` searches for things whose names start with that text, and cannot widen the search.
 */
export function toSearchQuery(search: ThingSearch): string {
  const terms = [
    search.text && `thingName:${escapeTerm(search.text)}*`,
    search.type && `thingTypeName:${escapeTerm(search.type)}`,
    groupsTerm(search.groups),
    search.attribute && attributeTerm(search.attribute),
    search.connectivity && connectivityTerm(search.connectivity),
  ].filter((term) => term !== null && term !== "");
  return terms.length === 0 ? "thingName:*" : terms.join(" AND ");
}

/**
 * How many of these groups fit into one query with the rest of the search. At least one: if even that is too long, AWS
 * refuses the query.
 */
export function countGroupsThatFit(search: Omit<ThingSearch, "groups">, groups: readonly string[]): number {
  // Only our own operators have plain spaces around them: spaces in what a person types are escaped.
  const ownTerms = toSearchQuery({ ...search, groups: [] }).split(/ AND | OR /).length;
  const most = Math.min(groups.length, QUERY_TERMS - ownTerms);
  for (let count = most; count > 1; count--)
    if (toSearchQuery({ ...search, groups: groups.slice(0, count) }).length <= QUERY_LENGTH) return count;
  return 1;
}

function groupsTerm(groups: readonly string[]): string | null {
  if (groups.length === 0) return null;
  const terms = groups.map((group) => `thingGroupNames:${escapeTerm(group)}`).join(" OR ");
  return groups.length === 1 ? terms : `(${terms})`;
}

function attributeTerm({ name, value }: { name: string; value: string }): string {
  return `attributes.${escapeTerm(name)}:${escapeTerm(value)}`;
}

/**
 * Things without connection data match neither `connected:true` nor `connected:false`: they are `unknown`. Things that
 * match `connected:false` are `disconnected` if they have a time or a reason, and `not-connected` otherwise.
 */
function connectivityTerm(connectivity: ConnectivityState): string {
  switch (connectivity) {
    case "connected":
      return "connectivity.connected:true";
    case "disconnected":
      return "connectivity.connected:false AND (connectivity.timestamp>0 OR connectivity.disconnectReason:*)";
    case "not-connected":
      return "connectivity.connected:false AND NOT connectivity.timestamp>0 AND NOT connectivity.disconnectReason:*";
    case "unknown":
      return "NOT connectivity.connected:true AND NOT connectivity.connected:false";
  }
}
