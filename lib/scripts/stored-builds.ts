import { cp, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { isAlive } from "./is-alive.ts";
import { CACHE } from "./project.ts";

/*
 * `next build` writes to `.next` and empties it first, so a server that ran from there would lose its files when the
 * tests build. Each finished build is therefore copied to `.cache/builds/<hash of its sources>`, complete with static
 * files, and every server runs from such a copy. Copies never change, and one of the current sources is reused.
 * (A `distDir` per use was rejected: next writes each one into tsconfig.json.)
 */
const BUILDS = join(CACHE, "builds");
const KEPT_UNUSED = 3;

/** The folder of the build of this name, or null. */
export function findBuild(name: string): string | null {
  const folder = join(BUILDS, name);
  return existsSync(join(folder, "server.js")) ? folder : null;
}

/** Copies a complete standalone folder in under `name`. @returns its folder */
export async function storeBuild(standalone: string, name: string): Promise<string> {
  const folder = join(BUILDS, name);
  if (findBuild(name)) return folder;
  await mkdir(BUILDS, { recursive: true });
  await removeUnusedBuilds();
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  // Without .env files, which next copies along: secrets belong to the machine that runs, not to a build.
  const filter = (path: string) => !/^\.env(\.|$)/.test(basename(path));
  await cp(standalone, unfinished, { recursive: true, verbatimSymlinks: true, filter });
  await rename(unfinished, folder);
  return folder;
}

/** Keeps a build from being deleted while process `pid` lives. */
export async function keepBuildFor(folder: string, pid: number): Promise<void> {
  await writeFile(`${folder}.used-by-${pid}`, "");
}

async function removeUnusedBuilds() {
  const inUse = new Set<string>();
  const builds: { name: string; madeAtMs: number }[] = [];
  for (const entry of await readdir(BUILDS)) {
    const [name = "", pid] = entry.split(".used-by-");
    if (pid === undefined) builds.push({ name, madeAtMs: (await stat(join(BUILDS, name))).ctimeMs });
    else if (isAlive(Number(pid))) inUse.add(name);
    else await rm(join(BUILDS, entry), { force: true });
  }
  const unused = builds.filter(({ name }) => !inUse.has(name)).sort((a, b) => b.madeAtMs - a.madeAtMs);
  for (const { name } of unused.slice(KEPT_UNUSED))
    await rm(join(BUILDS, name), { recursive: true, force: true });
}
