import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./project.ts";

/**
 * The project's own files, sorted: what git tracks, and what it would track after `git add .`, so that a check says the
 * same before and after that.
 *
 * @returns paths from the project's folder; a file that git tracks and that is deleted is left out
 */
export function listFiles(project = PROJECT): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const output = execFileSync("git", args, { cwd: project, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const files = new Set(output.split("\0").filter((file) => file !== ""));
  return [...files].filter((file) => existsSync(join(project, file))).sort();
}
