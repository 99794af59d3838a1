/**
 * The same instant twice: in the reader's own time zone ("23 Nov 2026, 13:05:09 GMT+1") and in UTC
 * ("2026-11-23 12:05:09 UTC"). Both are "—" where the date is missing or invalid.
 *
 * @param timeZone an IANA name; the reader's own zone where it is left out
 */
export function exactTime(date: Date | null | undefined, timeZone?: string): { local: string; utc: string } {
  if (date == null || Number.isNaN(date.getTime())) return { local: "—", utc: "—" };
  const local = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(date);
  return { local, utc: `${date.toISOString().slice(0, 19).replace("T", " ")} UTC` };
}
