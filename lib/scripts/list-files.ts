import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./project.ts";

/**
 * The project's own files, sorted: tracked ones and those that `git add .` would track, so that a check has the same
 * result before and after it.
 *
 * @returns paths from the project's folder, without tracked files that are deleted
 */
export function listFiles(project = PROJECT): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const output = execFileSync("git", args, { cwd: project, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const files = new Set(output.split("\0").filter((file) => file !== ""));
  return [...files].filter((file) => existsSync(join(project, file))).sort();
}
