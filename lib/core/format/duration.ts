const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** From here on, hours are left out. */
const DAYS_ONLY_SECONDS = 30 * 86_400;

/**
 * A duration in its two largest units, rounded down: "4 d 2 h", "31 min", "8 s". Minutes, seconds and many days stand
 * alone.
 */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const at = UNITS.findIndex(([, size]) => seconds >= size);
  if (at === -1) return "0 s";
  const [unit, size] = UNITS[at]!;
  const head = `${Math.floor(seconds / size)} ${unit}`;
  const next = UNITS[at + 1];
  const rest = next && at < 2 && seconds < DAYS_ONLY_SECONDS ? Math.floor((seconds % size) / next[1]) : 0;
  return rest > 0 ? `${head} ${rest} ${next![0]}` : head;
}
