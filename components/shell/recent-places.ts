/*
 * Where somebody has been of late, for Go to. Kept in this browser for this fleet and this person: it is nobody else's
 * business, and another computer is another desk.
 */

export interface RecentPlace {
  kind: "thing" | "job" | "operation";
  name: string;
}

/** More than a glance takes in are no help. */
const KEPT = 8;

const KINDS: Readonly<Record<string, RecentPlace["kind"]>> = {
  things: "thing",
  jobs: "job",
  operations: "operation",
};

const keyOf = (fleetId: string, userId: string) => `standdown-recent-${fleetId}-${userId}`;

/** The thing, job or operation that a page is about, by its path; of an execution's page it is the thing. Null: a list. */
export function placeOf(pathname: string): RecentPlace | null {
  const [, , page = "", name = ""] = pathname.split("/");
  const kind = KINDS[page];
  if (!kind || name === "") return null;
  try {
    return { kind, name: decodeURIComponent(name) };
  } catch {
    return null; // typed by hand, and no name
  }
}

/** The latest first. */
export function readRecentPlaces(fleetId: string, userId: string): RecentPlace[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(fleetId, userId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isPlace).slice(0, KEPT) : [];
  } catch {
    return []; // no storage, or somebody else's text in it
  }
}

export function keepRecentPlace(fleetId: string, userId: string, place: RecentPlace): void {
  const others = readRecentPlaces(fleetId, userId).filter(
    ({ kind, name }) => kind !== place.kind || name !== place.name,
  );
  try {
    localStorage.setItem(keyOf(fleetId, userId), JSON.stringify([place, ...others].slice(0, KEPT)));
  } catch {
    // No storage, or a full one: then there are no recent places.
  }
}

function isPlace(kept: unknown): kept is RecentPlace {
  const { kind, name } = (kept ?? {}) as Partial<RecentPlace>;
  return typeof name === "string" && Object.values(KINDS).some((known) => known === kind);
}
