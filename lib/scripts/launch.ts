import { setTimeout as sleep } from "node:timers/promises";
import { childEnv } from "./child-env.ts";
import { ensureBuild } from "./console-build.ts";
import { LOOPBACK } from "./listening-host.ts";
import { findFreePort } from "./ports.ts";
import { PROJECT } from "./project.ts";
import { CONSOLE_STOP_PATIENCE_MS, type RunningProcess, startNode } from "./start-process.ts";
import { keepBuildFor } from "./stored-builds.ts";
import { makeTemporaryStore } from "./temporary-store.ts";

const START_PATIENCE_MS = 60_000;
const POLL_MS = 100;
const PORT_ATTEMPTS = 3;

export type Launched = {
  /** Its address, without a trailing slash. It answers requests. */
  url: string;
  /** Ends its whole process group. */
  stop: () => Promise<void>;
  /** Kills it at once, as a crash would. */
  kill: (signal: "SIGKILL") => void;
  /** Resolves when it ends, whether or not we stopped it. */
  exited: Promise<number | null>;
  /** The last lines it printed. */
  tail: () => string;
};

export type EmulatorOptions = {
  /** Default: any free port. */
  port?: number;
  fleet?: "empty" | "demo" | "large";
  /** Twelve digits. */
  account?: string;
  quotas?: "aws" | "off";
  seed?: number;
  /** How late reads show a write. */
  lagMs?: number;
  /** The least time that each answer takes. */
  latencyMs?: number;
  /** Seed of lists whose pages are cut at random. */
  pagingChaos?: number;
  onLine?: (line: string) => void;
};

export type ConsoleOptions = {
  emulatorUrl: string;
  /** Overrides the environment that points to the emulator. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Default: any free port. */
  port?: number;
  host?: string;
  /** The folder of a finished build. Default: one of the current sources, built if necessary. */
  build?: string;
  onLine?: (line: string) => void;
};

/** Starts an emulator, empty and without quotas by default, and waits until it listens. */
export async function launchEmulator(options: EmulatorOptions = {}): Promise<Launched> {
  const { port = 0, fleet = "empty", account, quotas = "off", seed } = options;
  const { lagMs, latencyMs, pagingChaos, onLine } = options;
  const delays = { lag: lagMs, latency: latencyMs };
  const flags = { port, fleet, account, quotas, seed, ...delays, "paging-chaos": pagingChaos };
  const args = Object.entries(flags).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );

  let url: string | undefined;
  const emulator = startNode({
    name: "The emulator",
    args: [`${PROJECT}/lib/emulator/main.ts`, ...args],
    env: childEnv(),
    onLine: (line) => {
      url ??= /Emulator listening on (http:\S+?)\/?(?=[\s,;]|$)/.exec(line)?.[1];
      onLine?.(line);
    },
  });
  await waitUntil(emulator, () => Promise.resolve(url !== undefined));
  return launched(emulator, url!);
}

/** Starts the built console on an emulator and waits until it answers. It does not inherit a person's AWS set-up. */
export async function launchConsole(options: ConsoleOptions): Promise<Launched> {
  const build = options.build ?? (await ensureBuild());
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryConsole(build, options);
    } catch (error) {
      // Another process may take the port after we found it free and before the server binds it.
      const lostThePort = options.port === undefined && String(error).includes("EADDRINUSE");
      if (!lostThePort || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function tryConsole(
  build: string,
  { emulatorUrl, env, port, host = LOOPBACK, onLine }: ConsoleOptions,
) {
  const listeningPort = port ?? (await findFreePort());
  const server = startNode({
    name: "The console",
    stopPatienceMs: CONSOLE_STOP_PATIENCE_MS,
    args: [`${build}/server.js`],
    cwd: build,
    env: childEnv({
      ...emulatorEnv(emulatorUrl),
      DATA_DIR: env?.DATA_DIR ?? (await makeTemporaryStore()),
      ...env,
      PORT: String(listeningPort),
      HOSTNAME: host,
    }),
    ...(onLine && { onLine }),
  });
  if (server.pid !== undefined) await keepBuildFor(build, server.pid);
  const reachable = host === "0.0.0.0" || host === "::" ? LOOPBACK : host;
  const url = `http://${reachable}:${listeningPort}`;
  await waitUntil(server, () => answers(url));
  return launched(server, url);
}

/** Points the AWS SDK to the emulator, whatever the machine's files and roles say. */
function emulatorEnv(emulatorUrl: string) {
  return {
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL_IOT: emulatorUrl,
    AWS_ENDPOINT_URL_STS: emulatorUrl,
    AWS_ACCESS_KEY_ID: "emulator",
    AWS_SECRET_ACCESS_KEY: "emulator",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(START_PATIENCE_MS) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** @throws with what the process printed, when it ends or takes too long */
async function waitUntil(started: RunningProcess, ready: () => Promise<boolean>) {
  const deadline = performance.now() + START_PATIENCE_MS;
  let ended = false;
  void started.exited.then(() => (ended = true));
  while (!(await ready())) {
    if (!ended && performance.now() < deadline) await sleep(POLL_MS);
    else {
      const fault = ended ? "did not start" : `did not answer within ${START_PATIENCE_MS / 1000} s`;
      await started.stop();
      throw new Error(`${started.name} ${fault}. Its last words:\n${started.tail()}`);
    }
  }
}

const launched = ({ stop, kill, exited, tail }: RunningProcess, url: string): Launched => ({
  url,
  stop,
  kill,
  exited,
  tail,
});
