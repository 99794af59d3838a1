import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json. Every command works from here, wherever it was called. */
export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The cache of the commands: builds, an unpacked browser. Not in git, safe to delete. */
export const CACHE = join(PROJECT, ".cache");
