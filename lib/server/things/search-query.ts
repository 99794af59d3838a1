import { escapeTerm, QUERY_LENGTH, QUERY_TERMS } from "@/lib/core/domain/search-term";
import type { ConnectivityState } from "@/lib/core/domain/thing";

/** What the fleet's index is asked, before it is put into its query language. */
export interface ThingSearch {
  /** What a person typed: the start of a name. */
  text: string | null;
  type: string | null;
  /** In one of these; none: in any or none. */
  groups: readonly string[];
  attribute: { name: string; value: string } | null;
  connectivity: ConnectivityState | null;
}

/**
 * The search in AWS's query language (facts 4.4).
 *
 * Whatever a person types is one term of one field: each character that means something in
 * the language is escaped, so that `* OR thingName:x` looks for a thing of that name and
 * cannot widen the search.
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
 * How many of these groups one query takes beside the rest of the search, at least one: a query that is too long even so
 * is AWS's to refuse.
 */
export function countGroupsThatFit(search: Omit<ThingSearch, "groups">, groups: readonly string[]): number {
  // What a person types holds no such words between plain spaces: spaces are escaped.
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
 * Things that have no connection data match neither true nor false, so unknown is what is left over. Of those that match
 * false, AWS says of the disconnected ones since when or why.
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
