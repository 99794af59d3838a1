import { countWords, executionsWords } from "@/lib/core/format/count";

/**
 * How much is loaded: "250 loaded of about 4,812", "37 executions, all loaded".
 *
 * "About", because AWS counts with a delay. A count that is lower than what is loaded is left out.
 *
 * @param expected AWS's count; null where it was not read
 */
export function loadedWords(loaded: number, expected: number | null, hasMore: boolean): string {
  if (!hasMore) return `${executionsWords(loaded)}, all loaded`;
  if (expected === null || expected <= loaded) return `${executionsWords(loaded)} loaded, more to come`;
  return `${countWords(loaded)} loaded of about ${countWords(expected)}`;
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
  const found = filtered ? `${countWords(shown)} of the ${countWords(loaded)} loaded match the name. ` : "";
  if (!hasMore) return found.trim() || null;
  const what = filtered && sorted ? "Filter and order act" : filtered ? "The filter acts" : "The order acts";
  const about = expected !== null && expected > loaded ? ` of about ${countWords(expected)}` : "";
  return `${found}${what} on the ${countWords(loaded)} loaded${about}.`;
}
