import { pino } from "pino";
import { replaceLogger } from "../log";

/** A line of the log, parsed. */
export type LogLine = { level: string; msg: string } & Readonly<Record<string, unknown>>;

/** Collects everything that this process logs from now on, instead of writing it to standard output. */
export function captureLog(): LogLine[] {
  const lines: LogLine[] = [];
  const logger = pino(
    { base: null, formatters: { level: (level) => ({ level }) } },
    { write: (line: string) => lines.push(JSON.parse(line) as LogLine) },
  );
  replaceLogger(logger);
  return lines;
}
