import { createHash } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT } from "./project.ts";

/**
 * Exactly the files that a build contains: a change of a test or its tools, the emulator or a script needs no new build.
 */
const SOURCES = [
  "{app,components,lib,public}/**/*",
  "{package.json,package-lock.json,tsconfig.json,proxy.ts,instrumentation*.ts}",
  "{next,postcss}.config.*",
];
const NOT_SOURCES = /^lib\/(emulator|scripts)\/|\/testing\/|\.test\.tsx?$/;

/** A hash of the sources: equal for equal sources. */
export async function hashSources(project = PROJECT): Promise<string> {
  const hash = createHash("sha256");
  const files: string[] = [];
  for await (const entry of glob(SOURCES, { cwd: project, withFileTypes: true }))
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(project.length + 1));
  for (const file of files.filter((name) => !NOT_SOURCES.test(name)).sort())
    hash
      .update(`${file}\0`)
      .update(await readFile(join(project, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}
