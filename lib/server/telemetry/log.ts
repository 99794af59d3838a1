import { type Logger, pino } from "pino";
import { getEnv } from "@/lib/server/config/env";
import { perProcess } from "@/lib/server/process/per-process";

const state = perProcess("log", (): { logger: Logger | null } => ({ logger: null }));

/**
 * The logger of the process. It writes one JSON object a line to standard output.
 *
 * Give it named facts, never a request, its headers or an environment: those carry cookies and keys. The redaction below
 * is a safety net under that rule.
 */
export function log(): Logger {
  state.logger ??= pino({
    level: getEnv().logLevel,
    base: null, // a container has one process: the collector adds pid and host name
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    redact: {
      paths: ["cookie", "authorization", "password", "token", "secret", "session", "headers"].flatMap(
        (name) => [name, `*.${name}`],
      ),
      censor: "[struck out]",
    },
  });
  return state.logger;
}

/** Makes `log()` return this logger in the whole process. */
export function replaceLogger(logger: Logger): void {
  state.logger = logger;
}
