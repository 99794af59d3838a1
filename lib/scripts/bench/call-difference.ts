type Counts = Readonly<Record<string, number>>;

/** The calls that `after` has more than `before`, of each API with any, by name. */
export function callDifference(before: Counts, after: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after)
      .map(([api, count]) => [api, count - (before[api] ?? 0)] as const)
      .filter(([, count]) => count > 0)
      .sort(([one], [other]) => one.localeCompare(other)),
  );
}
