/**
 * The range of times that can be stored. JavaScript writes the year 10000 as `+010000`, which PostgreSQL refuses. The
 * range ends earlier, because a threshold of up to a year may be added to a time. AWS has no jobs from before 1970.
 */
const EARLIEST_MS = 0;
const LATEST_MS = Date.UTC(9998, 0, 1) - 1;

export const isStorableDate = (date: Date | null): boolean =>
  date === null || (date.getTime() >= EARLIEST_MS && date.getTime() <= LATEST_MS);

/** For values that are useful even without their date. */
export const storableDateOrNull = (date: Date | null): Date | null => (isStorableDate(date) ? date : null);

/** Why a row with these dates is refused, or null. */
export function findUnstorableDate(dates: Readonly<Record<string, Date | null>>): string | null {
  const found = Object.entries(dates).find(([, date]) => !isStorableDate(date));
  if (!found) return null;
  const [name, date] = found;
  return `${name} is ${date!.getTime()} ms after 1970, which is outside of the years 1970 to 9997`;
}
