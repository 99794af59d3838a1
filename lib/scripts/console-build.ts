import { existsSync } from "node:fs";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withBuildLock } from "./build-lock.ts";
import { childEnv } from "./child-env.ts";
import { ACTION_KEY, readActionKey } from "./action-key.ts";
import { CommandError } from "./command-error.ts";
import { PROJECT } from "./project.ts";
import { requireNoStoreIn } from "./require-no-store-in.ts";
import { hashSources } from "./source-hash.ts";
import { startNode } from "./start-process.ts";
import { findBuild, storeBuild } from "./stored-builds.ts";

const STANDALONE = join(PROJECT, ".next/standalone");
/** Written last into a standalone folder, so the folder is complete. Holds the name under which the build is stored. */
const NAME_FILE = join(STANDALONE, "BUILD_NAME");

/** The folder of a build of the current sources. Builds when there is none yet. */
export async function ensureBuild(): Promise<string> {
  const existing = findBuild(await hashSources());
  if (existing) return existing;
  return withBuildLock(async () => findBuild(await hashSources()) ?? (await buildConsole()).stored);
}

/**
 * Runs `next build` and completes `.next/standalone`, which then runs anywhere on its own, with its static files.
 * Call it under the build lock.
 *
 * @returns that folder, and a copy of it that no later build touches
 */
export async function buildConsole(): Promise<{ standalone: string; stored: string }> {
  requireNoStoreIn(STANDALONE);
  const hash = await hashSources();
  const beganAt = performance.now();
  console.log("Building the console …");
  await rm(STANDALONE, { recursive: true, force: true });
  const next = startNode({
    name: "next build",
    args: [join(PROJECT, "node_modules/next/dist/bin/next"), "build"],
    env: childEnv({ NEXT_TELEMETRY_DISABLED: "1", [ACTION_KEY]: readActionKey() }),
  });
  if ((await next.exited) !== 0) throw new CommandError(`The build failed:\n\n${next.tail()}`);

  await cp(join(PROJECT, ".next/static"), join(STANDALONE, ".next/static"), { recursive: true });
  const publicFiles = join(PROJECT, "public");
  if (existsSync(publicFiles)) await cp(publicFiles, join(STANDALONE, "public"), { recursive: true });
  console.log(`Built in ${((performance.now() - beganAt) / 1000).toFixed(0)} s.`);

  // Sources that changed while next read them: the build matches neither state, so it is not stored.
  const name = (await hashSources()) === hash ? hash : `${hash}-mixed-${Date.now()}`;
  await writeFile(NAME_FILE, name);
  return { standalone: STANDALONE, stored: await storeBuild(STANDALONE, name) };
}

/** The folder of the last build, whatever its sources; null when there is none. */
export async function findLastBuild(): Promise<string | null> {
  const name = await readFile(NAME_FILE, "utf8").catch(() => null);
  return name === null ? null : storeBuild(STANDALONE, name);
}
