import { type Logger, pino } from "pino";
import { getEnv } from "@/lib/server/config/env";

/** Next loads modules once for pages and once for actions; all write through one logger. */
const holder = globalThis as typeof globalThis & { standdownLog?: Logger };

/**
 * The log: a JSON object a line on standard output, for whatever collects it.
 *
 * Give it facts by name, never a request, its headers or an environment: those carry cookies and keys. What is
 * struck out below is the net under that rule, not the rule.
 */
export function log(): Logger {
  holder.standdownLog ??= pino({
    level: getEnv().logLevel,
    base: null, // one process a container: pid and host name are the collector's to add
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    redact: {
      paths: ["cookie", "authorization", "password", "token", "secret", "session", "headers"].flatMap(
        (name) => [name, `*.${name}`],
      ),
      censor: "[struck out]",
    },
  });
  return holder.standdownLog;
}
