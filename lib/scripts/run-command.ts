import { readFileSync } from "node:fs";
import { CommandError } from "./command-error.ts";
import { isAlive } from "./is-alive.ts";
import { stopAllProcesses } from "./start-process.ts";

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
const PARENT_CHECK_MS = 500;

/**
 * Runs a command to its exit code. Whatever way it ends (done, failed, Ctrl-C, SIGTERM, its npm killed with -9), all
 * that it started is stopped first.
 */
export async function runCommand(command: () => Promise<number>): Promise<never> {
  let ending: Promise<never> | undefined;
  const end = (code: number) => (ending ??= stopAllProcesses().then(() => process.exit(code)));
  for (const [signal, number] of Object.entries(SIGNALS)) process.on(signal, () => void end(128 + number));
  watchParent(() => void end(1));

  let code = 1;
  try {
    code = await command();
  } catch (error) {
    // While we stop, things that the command waits for end: that is no news.
    if (!ending) console.error(error instanceof CommandError ? `\n${error.message}` : error);
  }
  return end(code);
}

/** Only under npm, which stays as long as its script: a plain `node …` may well outlive the shell that began it. */
function watchParent(onOrphaned: () => void) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const npm = parentOfShell(parent) ?? parent;
  const isOrphaned = () => process.ppid !== parent || !isAlive(npm);
  setInterval(() => isOrphaned() && onOrphaned(), PARENT_CHECK_MS).unref();
}

/** npm runs a script through `sh -c`, and a shell outlives an npm killed with -9. Null where there is no /proc. */
function parentOfShell(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, ofShell] = /^\d+ \(\w*sh\) \w (\d+) /.exec(stat) ?? [];
    return ofShell === undefined ? null : Number(ofShell);
  } catch {
    return null;
  }
}
