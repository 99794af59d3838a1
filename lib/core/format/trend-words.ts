import type { Trend, TrendGrain, TrendPoint } from "@/lib/core/domain/trend";
import { countWords } from "./count";
import { HOUR_CYCLE, LOCALE } from "./locale";

/** An hour in the reader's time zone, or a day in UTC. @param timeZone the reader's own where left out */
export function trendTime(at: Date, grain: TrendGrain, timeZone?: string): string {
  const format: Intl.DateTimeFormatOptions =
    grain === "day"
      ? { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }
      : {
          day: "numeric",
          month: "short",
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: HOUR_CYCLE,
          timeZone,
        };
  return new Intl.DateTimeFormat(LOCALE, format).format(at);
}

/** "2026-11-23 09:00", or the day alone. */
export function trendTimeUtc(at: Date, grain: TrendGrain): string {
  return at
    .toISOString()
    .slice(0, grain === "day" ? 10 : 16)
    .replace("T", " ");
}

/** One point in words: "Nov 23, 09:00: 12 open, 3 stuck, 1 canceled". */
export function trendPointWords(point: TrendPoint, grain: TrendGrain): string {
  const { at, open, stuck, canceled } = point;
  const figures = [
    open === null || stuck === null ? "not read" : `${countWords(open)} open, ${countWords(stuck)} stuck`,
    canceled === null ? "" : `${countWords(canceled)} canceled`,
  ];
  return `${trendTime(at, grain)}: ${figures.filter(Boolean).join(", ")}`;
}

/** The whole trend in a sentence or two, as a summary of the chart. */
export function trendSentence({ points, grain }: Trend): string {
  const [first] = points;
  if (!first) return "Nothing was recorded.";
  const most = (of: "open" | "stuck") => Math.max(0, ...points.map((point) => point[of] ?? 0));
  const canceled = points.reduce((sum, point) => sum + (point.canceled ?? 0), 0);
  const from = trendTime(first.at, grain);
  const zone = grain === "day" ? " (UTC)" : "";
  return (
    `Executions by the ${grain} since ${from}${zone}: at most ${countWords(most("open"))} open at once, ` +
    `at most ${countWords(most("stuck"))} stuck, ${countWords(canceled)} canceled.${gapWords(points, grain)}`
  );
}

/** " 3 of 24 hours were not read.", or nothing. */
export function gapWords(points: readonly TrendPoint[], grain: TrendGrain): string {
  const gaps = points.filter(({ open }) => open === null).length;
  if (gaps === 0) return "";
  return ` ${countWords(gaps)} of ${countWords(points.length)} ${grain}s ${gaps === 1 ? "was" : "were"} not read.`;
}
