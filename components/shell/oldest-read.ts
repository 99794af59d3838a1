/** When the oldest of several reads was; null where none has come yet. */
export function oldestRead(reads: readonly (Date | null | undefined)[]): Date | null {
  const times = reads.flatMap((date) => date?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.min(...times));
}
