import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { CACHE, PROJECT } from "./project.ts";

/**
 * Puts an empty directory of the embedded engine into the data folder of a console that is about to start. Making one
 * takes the engine 3 s of work and copying one a tenth of that, so the first is kept for all that follow.
 */
export async function putEmptyStore(dataDir: string): Promise<void> {
  await cp(await keepEmptyStore(), join(dataDir, "pglite"), { recursive: true });
}

/** Makes the one that is copied, where it is not there yet. @returns where it is */
export async function keepEmptyStore(): Promise<string> {
  const engine = readFileSync(join(PROJECT, "node_modules/@electric-sql/pglite/package.json"), "utf8");
  const { version } = JSON.parse(engine) as { version: string };
  const kept = join(CACHE, `pglite-${version}`);
  if (existsSync(kept)) return kept;
  await mkdir(CACHE, { recursive: true });
  const made = await mkdtemp(`${kept}-`);
  const fresh = await PGlite.create(made);
  await fresh.close();
  await rename(made, kept).catch(() => rm(made, { recursive: true })); // another process was quicker
  return kept;
}
