import { duration } from "./duration";

/** A time less than this long ago is "just now". */
const JUST_NOW_MS = 5_000;
/** So is a time less than this far ahead: clocks differ, and the page's own clock ticks only every 5 s. */
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
