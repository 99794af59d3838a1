import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { readCommandLine } from "./command-line.ts";
import { callRaw } from "./testing/raw-call.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

function launch(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes("listening on")) resolve(output);
      });
    }
  });
  return { child, ready, exit: once(child, "close").then(([code]) => ({ code: code as number, output })) };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "it says where it listens, and %s stops it cleanly",
  async (signal) => {
    const { child, ready, exit } = launch("--port", "0", "--fleet", "demo", "--seed", "7");
    const line = await ready;
    const [, url] =
      /^Emulator listening on (http:\/\/127\.0\.0\.1:\d+) \(fleet demo, seed 7, quotas aws\)$/m.exec(line)!;
    expect(await (await fetch(`${url}/_emulator/health`)).json()).toEqual({ ok: true });
    child.kill(signal);
    expect((await exit).code).toBe(0);
  },
);

test("a waiting call does not keep the emulator from stopping", async () => {
  const { child, ready, exit } = launch("--port", "0", "--fleet", "empty");
  const [url] = /http:\S+/.exec(await ready)!;
  const fault = { api: "ListJobs", kind: "slow", delayMs: 600_000 };
  await fetch(`${url}/_emulator/faults`, { method: "POST", body: JSON.stringify(fault) });
  const call = callRaw(Number(new URL(url).port), "GET", "/jobs");
  await vi.waitFor(async () => {
    const response = await fetch(`${url}/_emulator/faults`);
    expect(await response.json()).toEqual({ faults: [] });
  });
  child.kill("SIGTERM");
  expect((await exit).code).toBe(0);
  await call.ended;
});

test("the large fleet loads completely and stays under 1 GB", async () => {
  const { child, ready, exit } = launch("--port", "0", "--fleet", "large");
  const [url] = /http:\S+/.exec(await ready)!;
  const response = await fetch(`${url}/_emulator/stats`);
  const stats = (await response.json()) as {
    things: number;
    executions: number;
    memory: { rssBytes: number };
  };
  expect(stats.things).toBe(100_000);
  expect(stats.executions).toBeGreaterThanOrEqual(100_000);
  expect(stats.memory.rssBytes).toBeLessThan(1e9);
  child.kill("SIGTERM");
  await exit;
});

test("a taken port is reported, with how to choose another", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as AddressInfo;
  const { code, output } = await launch("--port", String(port)).exit;
  holder.close();
  expect(code).toBe(1);
  expect(output).toContain(`Port ${port} of 127.0.0.1 is taken`);
  expect(output).toContain("EMULATOR_PORT or --port");
});

test("all problems of a command line are listed, without a stack trace", async () => {
  const { code, output } = await launch("--port", "99999", "--fleet", "huge", "--lag", "soon").exit;
  expect(code).toBe(2);
  for (const name of ["--port", "--fleet", "--lag"])
    expect(output).toMatch(new RegExp(`^${name} must be`, "m"));
  expect(output).not.toContain("    at ");
});

test("the port is that of --port, else of EMULATOR_PORT, else 4580", () => {
  const port = (args: string[], environment: Record<string, string>) => {
    const read = readCommandLine(args, environment);
    return typeof read === "object" && "options" in read ? read.options.port : read;
  };
  expect(port([], {})).toBe(4580);
  expect(port([], { EMULATOR_PORT: "4600" })).toBe(4600);
  expect(port(["--port", "0"], { EMULATOR_PORT: "4600" })).toBe(0);
  expect(port([], { EMULATOR_PORT: "x" })).toEqual({
    faults: [expect.stringMatching(/^EMULATOR_PORT must be/)],
  });
});
