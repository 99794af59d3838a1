import { readFileSync } from "node:fs";
import { CommandError } from "./command-error.ts";
import { isAlive } from "./is-alive.ts";
import { stopAllProcesses } from "./start-process.ts";

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
const PARENT_CHECK_MS = 500;

/**
 * Runs a command to its exit code and ends the process. However it ends (done, failed, Ctrl-C, SIGTERM, its npm killed
 * with -9), every process that it started is stopped first. Unless a signal ends it, all its output is written first.
 */
export async function runCommand(command: () => number | Promise<number>): Promise<never> {
  let ending: Promise<never> | undefined;
  const end = (code: number) => (ending ??= stopAllProcesses().then(() => process.exit(code)));
  for (const [signal, number] of Object.entries(SIGNALS)) process.on(signal, () => void end(128 + number));
  watchParent(() => void end(1));

  let code = 1;
  try {
    code = await command();
  } catch (error) {
    // Stopping ends the processes that the command waits for, so errors after it are expected.
    if (!ending) console.error(error instanceof CommandError ? `\n${error.message}` : error);
  }
  // Before `end`, so that a signal still ends a command whose reader has stopped reading.
  await Promise.all([drain(process.stdout), drain(process.stderr)]);
  return end(code);
}

/** Waits until everything printed has been written. `process.exit` drops what a pipe has not taken: all beyond 64 kB. */
function drain(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void stream.write("", () => resolve()));
}

/** Only under npm, which lives as long as its script. A plain `node …` can outlive the shell that started it. */
function watchParent(onOrphaned: () => void) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const npm = parentOfShell(parent) ?? parent;
  const isOrphaned = () => process.ppid !== parent || !isAlive(npm);
  setInterval(() => isOrphaned() && onOrphaned(), PARENT_CHECK_MS).unref();
}

/**
 * npm's process id, if `pid` is the shell by which npm runs a script: the shell survives an npm killed with -9. Null
 * where there is no /proc.
 */
function parentOfShell(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, ofShell] = /^\d+ \(\w*sh\) \w (\d+) /.exec(stat) ?? [];
    return ofShell === undefined ? null : Number(ofShell);
  } catch {
    return null;
  }
}
