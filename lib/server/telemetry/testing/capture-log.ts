import { pino } from "pino";

/** A line of the log, as its collector reads it. */
export type LogLine = { level: string; msg: string } & Readonly<Record<string, unknown>>;

/** Has everything that this process logs from now on collected here instead of written to standard output. */
export function captureLog(): LogLine[] {
  const lines: LogLine[] = [];
  const logger = pino(
    { base: null, formatters: { level: (level) => ({ level }) } },
    { write: (line: string) => lines.push(JSON.parse(line) as LogLine) },
  );
  Object.assign(globalThis, { standdownLog: logger });
  return lines;
}
