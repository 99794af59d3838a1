const count = (number: number) => number.toLocaleString("en-US");
const executions = (number: number) => `${count(number)} ${number === 1 ? "execution" : "executions"}`;

/**
 * How much is loaded: "250 loaded of about 4,812", "37 executions, all loaded".
 *
 * "About", because AWS counts with a delay; a count that is behind what is loaded already is left out.
 *
 * @param expected what AWS's counters say; null where they were not read
 */
export function loadedWords(loaded: number, expected: number | null, hasMore: boolean): string {
  if (!hasMore) return `${executions(loaded)}, all loaded`;
  if (expected === null || expected <= loaded) return `${executions(loaded)} loaded, more to come`;
  return `${count(loaded)} loaded of about ${count(expected)}`;
}

/** What a filter by name or an order acts on. Null while neither is on. */
export function scopeWords({
  filtered,
  sorted,
  shown,
  loaded,
  expected,
  hasMore,
}: {
  filtered: boolean;
  sorted: boolean;
  shown: number;
  loaded: number;
  expected: number | null;
  hasMore: boolean;
}): string | null {
  if (!filtered && !sorted) return null;
  const found = filtered ? `${count(shown)} of the ${count(loaded)} loaded fit the name. ` : "";
  if (!hasMore) return found.trim() || null;
  const what = filtered && sorted ? "Filter and order act" : filtered ? "The filter acts" : "The order acts";
  const about = expected !== null && expected > loaded ? ` of about ${count(expected)}` : "";
  return `${found}${what} on the ${count(loaded)} loaded${about}.`;
}
