/** The time of the oldest read; null before the first. */
export function oldestRead(reads: readonly (Date | null | undefined)[]): Date | null {
  const times = reads.flatMap((date) => date?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.min(...times));
}
