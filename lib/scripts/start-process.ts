import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { PROJECT } from "./project.ts";

const STOP_PATIENCE_MS = 5_000;

/** The console finishes what is in flight within 20 s (lib/server/runtime/graceful-stop.ts), and closes its store. */
export const CONSOLE_STOP_PATIENCE_MS = 25_000;

const TAIL_LINES = 60;
const running = new Set<RunningProcess>();

// The last resort, for exits that stop nothing themselves (an uncaught error). An exit handler cannot wait, hence -9.
process.on("exit", () => {
  for (const started of running) started.kill("SIGKILL");
});

export type RunningProcess = {
  /** Its name in messages. */
  name: string;
  /** Undefined when it could not even be started. */
  pid: number | undefined;
  /** Its exit code; null when a signal ended it. Never rejects. */
  exited: Promise<number | null>;
  /** The last lines it printed, both streams. */
  tail: () => string;
  kill: (signal: NodeJS.Signals) => void;
  /** Sends SIGTERM to the whole process group, and SIGKILL if it does not end in time. Safe to call twice. */
  stop: () => Promise<void>;
};

export type ProcessOptions = {
  name: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** How long `stop` waits before SIGKILL. Default 5 s. */
  stopPatienceMs?: number;
  /** Called with each line printed. Without it, the lines are only kept for `tail`. */
  onLine?: (line: string) => void;
  /** Lets it write to our terminal directly; `tail` is empty then. */
  inherit?: boolean;
};

/** Starts a Node program in a process group of its own. It ends when this process ends, however that happens. */
export function startNode(options: ProcessOptions): RunningProcess {
  const preload = ["--import", join(PROJECT, "lib/scripts/exit-with-parent.js")];
  return startProgram(process.execPath, { ...options, args: [...preload, ...options.args] });
}

/** Starts any program in a process group of its own. Unlike a Node program it survives if this process is killed with -9. */
export function startProgram(program: string, options: ProcessOptions): RunningProcess {
  const child = spawn(program, options.args, {
    cwd: options.cwd ?? PROJECT,
    env: options.env,
    detached: true,
    stdio: options.inherit ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  return watch(child, options);
}

/** Stops every running process that this process started. */
export async function stopAllProcesses(): Promise<void> {
  await Promise.all([...running].map((started) => started.stop()));
}

function watch(
  child: ChildProcess,
  { name, onLine, stopPatienceMs = STOP_PATIENCE_MS }: ProcessOptions,
): RunningProcess {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8").on("data", (text: string) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop()!;
      for (const line of parts) {
        lines.push(line);
        onLine?.(line);
      }
      lines.splice(0, lines.length - TAIL_LINES);
    });
  }

  const exited = new Promise<number | null>((resolve) => {
    child.once("error", (error) => {
      lines.push(String(error));
      resolve(null);
    });
    // By "close" all output has been read. Grandchildren may hold the pipes open, hence "exit" with a delay too.
    child.once("close", resolve);
    child.once("exit", (code) => setTimeout(() => resolve(code), 200));
  });

  const started: RunningProcess = {
    name,
    pid: child.pid,
    exited,
    tail: () => lines.join("\n"),
    kill: (signal) => killGroup(child, signal),
    stop: async () => {
      started.kill("SIGTERM");
      const timer = setTimeout(() => started.kill("SIGKILL"), stopPatienceMs);
      await exited;
      clearTimeout(timer);
    },
  };
  running.add(started);
  void exited.then(() => {
    started.kill("SIGKILL"); // processes that it left in its group
    running.delete(started);
  });
  return started;
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is empty: all have ended.
  }
}
