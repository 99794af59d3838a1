/*
 * The places that a person visited last, for Go to. Stored in this browser, per fleet and person: they are private.
 */

export interface RecentPlace {
  kind: "thing" | "job" | "operation";
  name: string;
}

/** A list that is longer cannot be taken in at a glance. */
const MAX_PLACES = 8;

const KINDS: Readonly<Record<string, RecentPlace["kind"]>> = {
  things: "thing",
  jobs: "job",
  operations: "operation",
};

const keyOf = (fleetId: string, userId: string) => `standdown-recent-${fleetId}-${userId}`;

/** The thing, job or operation of a page, by its path. An execution's page counts as its thing. Null for a list. */
export function placeOf(pathname: string): RecentPlace | null {
  const [, , page = "", name = ""] = pathname.split("/");
  const kind = KINDS[page];
  if (!kind || name === "") return null;
  try {
    return { kind, name: decodeURIComponent(name) };
  } catch {
    return null; // typed by hand, and no valid name
  }
}

/** The latest first. */
export function readRecentPlaces(fleetId: string, userId: string): RecentPlace[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(fleetId, userId)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isPlace).slice(0, MAX_PLACES) : [];
  } catch {
    return []; // no storage, or text that is not ours
  }
}

export function saveRecentPlace(fleetId: string, userId: string, place: RecentPlace): void {
  const others = readRecentPlaces(fleetId, userId).filter(
    ({ kind, name }) => kind !== place.kind || name !== place.name,
  );
  try {
    localStorage.setItem(keyOf(fleetId, userId), JSON.stringify([place, ...others].slice(0, MAX_PLACES)));
  } catch {
    // No storage, or a full one: there are no recent places then.
  }
}

function isPlace(stored: unknown): stored is RecentPlace {
  const { kind, name } = (stored ?? {}) as Partial<RecentPlace>;
  return typeof name === "string" && Object.values(KINDS).some((known) => known === kind);
}
