/**
 * The smallest sample that at least `percent` of all samples do not exceed (nearest rank, so always one of them).
 *
 * @param percent above 0, up to 100
 * @throws when there is no sample
 */
export function percentile(samples: readonly number[], percent: number): number {
  if (samples.length === 0) throw new RangeError("There is no percentile of no samples.");
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1]!;
}
