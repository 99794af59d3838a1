import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { glob, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { childEnv } from "./child-env.ts";
import { CACHE, PROJECT } from "./project.ts";
import { startNode } from "./start-process.ts";

/** Creates a store's tables. They depend on SOURCES and ENGINE_PACKAGES alone, so a hash of these names a prepared store. */
const MAKES_TABLES = "lib/server/db/testing/make-store.ts";
const SOURCES = "lib/server/db/**/*.{ts,js}";
const ENGINE_PACKAGES = ["@electric-sql/pglite", "pg-boss", "kysely"];

const NAME = "store-";
const KEPT_MS = 24 * 3_600_000;

let kept: Promise<string> | undefined;

/**
 * Puts a store of the embedded engine, with tables and without rows, into an unused data folder. Creating one takes the
 * engine 5 s of work and copying one a tenth of that, so the first is kept and copied.
 */
export async function putPreparedStore(dataDir: string): Promise<void> {
  // Node's asynchronous copy takes twice as long for a thousand small files.
  cpSync(await keepPreparedStore(), join(dataDir, "pglite"), { recursive: true });
}

/** Creates the store that is copied, unless it exists. @returns its path */
export const keepPreparedStore = (): Promise<string> => (kept ??= findOrMake());

async function findOrMake(): Promise<string> {
  const folder = join(CACHE, `${NAME}${await hashSources()}`);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  await removeOld();
  const made = await mkdtemp(`${folder}-`);
  const maker = startNode({
    name: "The making of a store",
    args: ["--import", join(PROJECT, "lib/scripts/resolve-sources.js"), join(PROJECT, MAKES_TABLES), made],
    env: childEnv(),
  });
  if ((await maker.exited) !== 0) throw new Error(`${maker.name} failed:\n${maker.tail()}`);
  await rename(join(made, "pglite"), folder).catch(() => undefined); // another process was quicker
  await rm(made, { recursive: true, force: true });
  return folder;
}

async function hashSources(): Promise<string> {
  const hash = createHash("sha256");
  const files = ENGINE_PACKAGES.map((name) => `node_modules/${name}/package.json`);
  for await (const file of glob(SOURCES, { cwd: PROJECT })) if (!file.includes(".test.")) files.push(file);
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(PROJECT, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** Deletes prepared stores so old that no process can still be copying them. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const folder = join(CACHE, name);
    if (name.startsWith(NAME) && Date.now() - (await stat(folder)).ctimeMs > KEPT_MS)
      await rm(folder, { recursive: true, force: true });
  }
}
