import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { childEnv } from "./child-env.ts";
import { PROJECT } from "./project.ts";

const folder = mkdtempSync(join(tmpdir(), "standdown-run-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = join(folder, "tell.ts");
writeFileSync(
  script,
  `const words: string[] = process.argv.slice(1);\nconsole.log(JSON.stringify(words));\n`,
);

const run = (node: string) =>
  spawnSync(node, [join(PROJECT, "lib/scripts/run.js"), script, "--one", "two"], {
    cwd: PROJECT,
    env: childEnv(),
    encoding: "utf8",
  });

/** A Node of the machine's own, older than 22.18; npm's scripts have ours before it on the PATH. */
function findOldNode(): { path: string; version: string } | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  for (const path of folders.map((each) => join(each, "node")).filter((each) => existsSync(each))) {
    const version = execFileSync(path, ["-p", "process.versions.node"], { encoding: "utf8" }).trim();
    const [major, minor] = version.split(".").map(Number) as [number, number];
    if (major < 22 || (major === 22 && minor < 18)) return { path, version };
  }
  return null;
}

it("runs a command, which finds its own words where Node would put them", () => {
  const { status, stdout } = run(process.execPath);
  expect(JSON.parse(stdout)).toEqual([script, "--one", "two"]);
  expect(status).toBe(0);
});

it("says under an old Node which one it needs, in a sentence, and ends with 1", (context) => {
  const old = findOldNode();
  if (!old) return context.skip("this machine has no Node older than 22.18");
  const { status, stdout, stderr } = run(old.path);
  expect(stderr).toContain(
    `Standdown needs Node 22.18 or newer (24 is best); this is Node ${old.version} at `,
  );
  expect(stderr).not.toMatch(/\n\s+at |Error/);
  expect(stdout).toBe("");
  expect(status).toBe(1);
});
