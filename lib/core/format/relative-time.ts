import { duration } from "./duration";

/** A time this close to now, either way, is "just now": clocks differ, and the page's own clock ticks every 5 s. */
const JUST_NOW_MS = 5_000;
const CLOCK_SKEW_MS = 15_000;

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
  return agoMs > 0 ? `${duration(agoMs)} ago` : `in ${duration(-agoMs)}`;
}
