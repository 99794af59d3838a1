import { HOUR_CYCLE, LOCALE } from "./locale";

/**
 * One instant twice: in the reader's own time zone ("Nov 23, 2026, 13:05:09 GMT+1") and in UTC ("2026-11-23 12:05:09
 * UTC"). Both are "—" where the date is missing or invalid.
 *
 * @param timeZone an IANA name; the reader's own zone where it is left out
 * @param precision `milliseconds` for times that differ only there
 */
export function exactTime(
  date: Date | null | undefined,
  timeZone?: string,
  precision: "seconds" | "milliseconds" = "seconds",
): { local: string; utc: string } {
  if (date == null || Number.isNaN(date.getTime())) return { local: "—", utc: "—" };
  const local = new Intl.DateTimeFormat(LOCALE, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    hourCycle: HOUR_CYCLE,
    minute: "2-digit",
    second: "2-digit",
    ...(precision === "milliseconds" && { fractionalSecondDigits: 3 }),
    timeZoneName: "short",
    timeZone,
  }).format(date);
  const utc = date.toISOString().slice(0, precision === "milliseconds" ? 23 : 19);
  return { local, utc: `${utc.replace("T", " ")} UTC` };
}
