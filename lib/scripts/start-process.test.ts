import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { childEnv } from "./child-env.ts";
import { isAlive } from "./is-alive.ts";
import { PROJECT } from "./project.ts";
import { startNode } from "./start-process.ts";

const FOR_EVER = "setInterval(() => {}, 1000)";
const WITH_A_CHILD = `const c = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(FOR_EVER)}]); console.log(c.pid); ${FOR_EVER}`;

async function until(condition: () => boolean) {
  for (let tries = 0; !condition() && tries < 100; tries++) await sleep(50);
  expect(condition()).toBe(true);
}

describe("a started process", () => {
  it("returns its exit code and its last lines", async () => {
    const started = startNode({
      name: "It",
      args: ["-e", "console.log('one'); console.error('two'); process.exit(3)"],
      env: childEnv(),
    });
    expect(await started.exited).toBe(3);
    expect(started.tail().split("\n").sort()).toEqual(["one", "two"]);
  });

  it("is stopped together with the processes that it started", async () => {
    const lines: string[] = [];
    const started = startNode({
      name: "It",
      args: ["-e", WITH_A_CHILD],
      env: childEnv(),
      onLine: (line) => lines.push(line),
    });
    await until(() => lines.length > 0);
    const grandchild = Number(lines[0]);
    await started.stop();
    await until(() => !isAlive(started.pid!) && !isAlive(grandchild));
  });

  it("ends when the command that started it is killed with -9", async () => {
    const command = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { startNode } from "./lib/scripts/start-process.ts";
         const args = ["-e", ${JSON.stringify(`console.log(process.pid); ${FOR_EVER}`)}];
         startNode({ name: "It", args, env: process.env, onLine: console.log });`,
      ],
      { cwd: PROJECT, stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line] = (await once(command.stdout, "data")) as [Buffer]; // its own watch began before its first line
    const child = Number(line.toString());
    expect(isAlive(child)).toBe(true);
    command.kill("SIGKILL");
    await until(() => !isAlive(child));
  });
});
