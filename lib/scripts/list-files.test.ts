import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listFiles } from "./list-files.ts";

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "list-files-"));
  execFileSync("git", ["init", "--quiet"], { cwd: project });
  mkdirSync(join(project, "lib"));
  for (const file of ["lib/tracked.ts", "lib/über.ts", "deleted.ts"]) writeFileSync(join(project, file), "");
  writeFileSync(join(project, ".gitignore"), "ignored.ts\n");
  execFileSync("git", ["add", "."], { cwd: project });
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

test("a new file is listed beside the tracked ones; an ignored and a deleted one are not", () => {
  for (const file of ["ignored.ts", "new.ts"]) writeFileSync(join(project, file), "");
  rmSync(join(project, "deleted.ts"));
  expect(listFiles(project)).toEqual([".gitignore", "lib/tracked.ts", "lib/über.ts", "new.ts"]);
});
