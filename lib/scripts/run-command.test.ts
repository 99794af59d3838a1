import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { childEnv } from "./child-env.ts";
import { PROJECT } from "./project.ts";

const run = (command: string) =>
  spawnSync(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { runCommand } from "./lib/scripts/run-command.ts"; await runCommand(${command});`,
    ],
    { cwd: PROJECT, env: childEnv(), encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );

test("a command whose output is longer than a pipe holds prints all of it and returns its exit code", () => {
  const { stdout, status } = run(
    `() => { for (let at = 0; at < 50_000; at++) console.log("line " + at); return 3; }`,
  );
  expect(stdout.split("\n").at(-2)).toBe("line 49999");
  expect(status).toBe(3);
});

test("a command that throws prints the whole error and exits with 1", () => {
  const { stderr, status } = run(`async () => { throw new Error("x".repeat(200_000) + " is the end"); }`);
  expect(stderr).toContain("x is the end");
  expect(status).toBe(1);
});
