import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withBuildLock } from "./build-lock.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "build-lock-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("lets one build at a time", async () => {
  const file = join(folder, "taken-in-turn");
  let building = 0;
  let built = 0;
  const build = async () => {
    expect(++building).toBe(1);
    await sleep(20);
    building--;
    built++;
  };
  await Promise.all([withBuildLock(build, file), withBuildLock(build, file), withBuildLock(build, file)]);
  expect(built).toBe(3);
});

it("takes over from a process that died", async () => {
  const file = join(folder, "left-behind");
  await writeFile(file, "4194305"); // above the highest process id
  expect(await withBuildLock(() => Promise.resolve("built"), file)).toBe("built");
});
