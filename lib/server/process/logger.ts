import { inspect } from "node:util";

/**
 * What code below the runtime logs to. The runtime passes the logger of the process, which writes JSON lines.
 *
 * `facts` are named, and never contain a request, its headers or an environment. An error goes under `err`.
 */
export interface Logger {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** For commands, whose standard output is their result: prints lines for people on standard error. */
export const stderrLogger: Logger = { warn: print, error: print };

function print(facts: object, message: string): void {
  process.stderr.write(`${message}: ${inspect(facts)}\n`);
}
