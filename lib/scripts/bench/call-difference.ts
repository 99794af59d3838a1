type Counts = Readonly<Record<string, number>>;

/** The additional calls of `after` over `before`, for each API that has any, by name. */
export function callDifference(before: Counts, after: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after)
      .map(([api, count]) => [api, count - (before[api] ?? 0)] as const)
      .filter(([, count]) => count > 0)
      .sort(([one], [other]) => one.localeCompare(other)),
  );
}
