const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Up to this far from now, either way, is "just now": clocks differ, and a page's own clock ticks every 5 s. */
const JUST_NOW_MS = 5 * SECOND;
const CLOCK_SKEW_MS = 15 * SECOND;

/** From here on the hours no longer matter. */
const DAYS_ONLY_MS = 30 * DAY;

/**
 * How long ago, or how soon: "6 d 4 h ago", "40 min ago", "8 s ago", "just now", "in 3 h".
 *
 * Rounds down. A date that is missing or invalid gives "—".
 */
export function relativeTime(date: Date | null | undefined, now: Date | number): string {
  if (date == null || Number.isNaN(date.getTime())) return "—";
  const agoMs = Number(now) - date.getTime();
  if (Number.isNaN(agoMs)) return "—";
  if (agoMs < JUST_NOW_MS && agoMs > -CLOCK_SKEW_MS) return "just now";
  return agoMs > 0 ? `${span(agoMs)} ago` : `in ${span(-agoMs)}`;
}

function span(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return pair(ms, HOUR, "h", MINUTE, "min");
  if (ms < DAYS_ONLY_MS) return pair(ms, DAY, "d", HOUR, "h");
  return `${Math.floor(ms / DAY)} d`;
}

function pair(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const whole = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}
