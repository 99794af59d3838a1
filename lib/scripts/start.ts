import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { CommandError } from "./command-error.ts";
import { findLastBuild } from "./console-build.ts";
import { addressOf, listeningHost } from "./listening-host.ts";
import { requireFreePort } from "./ports.ts";
import { PROJECT } from "./project.ts";
import { readDotEnv } from "./read-dot-env.ts";
import { runCommand } from "./run-command.ts";
import { CONSOLE_STOP_PATIENCE_MS, startNode } from "./start-process.ts";
import { keepBuildFor } from "./stored-builds.ts";

/** npm start: runs the last build with the current environment and what `.env` adds to it. */
await runCommand(async () => {
  const build = await findLastBuild();
  if (build === null) throw new CommandError("There is no build yet. Run `npm run build` first.");
  readDotEnv();

  const host = listeningHost();
  const port = await requireFreePort("PORT", 3000, host);
  const fleetsFile = findFleetsFile();
  console.log(`Standdown listens on ${addressOf(host, port)}. Stop with Ctrl-C.`);
  const server = startNode({
    name: "The console",
    stopPatienceMs: CONSOLE_STOP_PATIENCE_MS,
    args: [join(build, "server.js")],
    cwd: build,
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      HOSTNAME: host,
      ...(fleetsFile && { FLEETS_FILE: fleetsFile }),
      DATA_DIR: resolve(PROJECT, process.env.DATA_DIR || "data"), // the server runs in its own folder, which is not kept
    },
    inherit: true,
  });
  if (server.pid !== undefined) await keepBuildFor(build, server.pid);
  return (await server.exited) ?? 1;
});

/** The absolute path, as the server runs in a folder of its own. Undefined where there is none. */
function findFleetsFile(): string | undefined {
  const named = process.env.FLEETS_FILE;
  if (named) return resolve(PROJECT, named);
  const usual = join(PROJECT, "fleets.json");
  return existsSync(usual) ? usual : undefined;
}
