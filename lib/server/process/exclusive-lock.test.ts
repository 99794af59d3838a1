import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tryLock } from "./exclusive-lock";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "exclusive-lock-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a lock is held by one caller until it is released", () => {
  const file = join(folder, "one-caller");
  const release = tryLock(file)!;
  expect(tryLock(file)).toBeNull();
  release();
  const again = tryLock(file)!;
  expect(again).not.toBeNull();
  again();
});

test("an empty file is no lock", async () => {
  const file = join(folder, "empty");
  await writeFile(file, "");
  const release = tryLock(file)!;
  expect(release).not.toBeNull();
  release();
});

test("the lock of a process that is killed is released", async () => {
  const file = join(folder, "killed");
  const holder = await lockInProcess(file);
  expect(tryLock(file)).toBeNull();
  const ended = once(holder, "exit");
  holder.kill("SIGKILL");
  await ended;
  const release = tryLock(file)!;
  expect(release).not.toBeNull();
  release();
});

test("a file in a folder that does not exist is an error, not a lock that somebody holds", () => {
  expect(() => tryLock(join(folder, "missing", "lock"))).toThrow(/unable to open/);
});

/** Starts a process that holds the lock until it is killed. */
async function lockInProcess(file: string): Promise<ChildProcess> {
  const module = JSON.stringify(new URL("exclusive-lock.ts", import.meta.url).href);
  const program = `
    import { tryLock } from ${module};
    process.stdout.write(tryLock(${JSON.stringify(file)}) ? "locked" : "refused");
    setInterval(() => {}, 1_000);`;
  const holder = spawn(process.execPath, ["--no-warnings", "--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(holder.stdout, "data")) as [Buffer];
  expect(said.toString()).toBe("locked");
  return holder;
}
