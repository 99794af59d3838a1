import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { childEnv } from "./child-env.ts";
import { PROJECT } from "./project.ts";

const folder = mkdtempSync(join(tmpdir(), "standdown-run-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = join(folder, "print-arguments.ts");
writeFileSync(script, `const args: string[] = process.argv.slice(1);\nconsole.log(JSON.stringify(args));\n`);

const run = (node: string) =>
  spawnSync(node, [join(PROJECT, "lib/scripts/run.js"), script, "--one", "two"], {
    cwd: PROJECT,
    env: childEnv(),
    encoding: "utf8",
  });

/** A Node on this machine older than 22.18, or null. npm puts ours before it on the PATH. */
function findOldNode(): { path: string; version: string } | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  for (const path of folders.map((each) => join(each, "node")).filter((each) => existsSync(each))) {
    const version = execFileSync(path, ["-p", "process.versions.node"], { encoding: "utf8" }).trim();
    const [major, minor] = version.split(".").map(Number) as [number, number];
    if (major < 22 || (major === 22 && minor < 18)) return { path, version };
  }
  return null;
}

it("runs a command and passes it its arguments as Node does", () => {
  const { status, stdout } = run(process.execPath);
  expect(JSON.parse(stdout)).toEqual([script, "--one", "two"]);
  expect(status).toBe(0);
});

it("explains under an old Node which version it needs, and exits with 1", (context) => {
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
