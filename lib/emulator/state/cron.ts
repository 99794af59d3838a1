/** The times that match a cron expression: UTC days, and minutes of such a day. */
export type Cron = { matchesDay(day: Date): boolean; minutesOfDay: readonly number[] };

const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/** SUN is 1, as in AWS's other cron expressions. */
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
/** How far ahead to search. The next leap day is never further away. */
const MAX_DAYS = 8 * 366;

/**
 * Reads a cron expression of six fields, in UTC: minutes, hours, day of month, month, day of week, year; with or
 * without `cron(…)` around it.
 *
 * We found no document on the form that maintenance windows use. This is the form of other AWS services; `L`, `W` and
 * `#` are not supported and are refused.
 */
export function parseCron(text: string): Cron | undefined {
  const inner = /^cron\((.*)\)$/.exec(text.trim())?.[1] ?? text;
  const fields = inner.trim().toUpperCase().split(/\s+/);
  if (fields.length !== 6) return undefined;
  const [minute, hour, date, month, weekday, year] = [
    readField(fields[0]!, 0, 59),
    readField(fields[1]!, 0, 23),
    readField(fields[2]!, 1, 31),
    readField(fields[3]!, 1, 12, MONTHS),
    readField(fields[4]!, 1, 7, WEEKDAYS),
    readField(fields[5]!, 1970, 2199),
  ];
  if (!minute || !hour || !date || !month || !weekday || !year) return undefined;
  return {
    matchesDay: (day) =>
      year.has(day.getUTCFullYear()) &&
      month.has(day.getUTCMonth() + 1) &&
      date.has(day.getUTCDate()) &&
      weekday.has(day.getUTCDay() + 1),
    minutesOfDay: [...hour]
      .flatMap((hours) => [...minute].map((minutes) => hours * 60 + minutes))
      .sort((one, other) => one - other),
  };
}

/** The first matching time after `afterMs`, or undefined if there is none within `MAX_DAYS`. */
export function nextDueMs(cron: Cron, afterMs: number): number | undefined {
  let dayMs = Math.floor(afterMs / DAY_MS) * DAY_MS;
  for (let days = 0; days < MAX_DAYS; days++, dayMs += DAY_MS) {
    if (!cron.matchesDay(new Date(dayMs))) continue;
    const minute = cron.minutesOfDay.find((minutes) => dayMs + minutes * MINUTE_MS > afterMs);
    if (minute !== undefined) return dayMs + minute * MINUTE_MS;
  }
  return undefined;
}

/** The numbers that a field allows: `*`, `?`, `5`, `1-5`, `MON-FRI`, `0/15`, and lists of them. */
function readField(text: string, least: number, most: number, names: string[] = []): Set<number> | undefined {
  const allowed = new Set<number>();
  for (const part of text.split(",")) {
    const [range = "", step, ...rest] = part.split("/");
    const every = step === undefined ? 1 : toNumber(step, []);
    const bounds = readRange(range, least, most, step !== undefined, names);
    if (rest.length > 0 || !bounds || every === undefined || every < 1) return undefined;
    for (let number = bounds[0]; number <= bounds[1]; number += every) allowed.add(number);
  }
  return allowed;
}

function readRange(
  text: string,
  least: number,
  most: number,
  isStepped: boolean,
  names: string[],
): [number, number] | undefined {
  if (text === "*" || text === "?") return [least, most];
  const [from, to, ...rest] = text.split("-").map((part) => toNumber(part, names));
  if (from === undefined || rest.length > 0 || (text.includes("-") && to === undefined)) return undefined;
  const end = to ?? (isStepped ? most : from);
  return from >= least && end <= most && from <= end ? [from, end] : undefined;
}

function toNumber(text: string, names: string[]): number | undefined {
  const at = names.indexOf(text);
  if (at !== -1) return at + 1;
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
