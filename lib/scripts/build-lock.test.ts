import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withBuildLock } from "./build-lock.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "build-lock-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("lets one build run at a time", async () => {
  const file = join(folder, "one-at-a-time");
  let building = 0;
  let built = 0;
  const build = async () => {
    expect(++building).toBe(1);
    await new Promise(setImmediate);
    building--;
    built++;
  };
  await Promise.all([withBuildLock(build, file), withBuildLock(build, file), withBuildLock(build, file)]);
  expect(built).toBe(3);
});

it("builds again after a build that failed", async () => {
  const file = join(folder, "failed");
  await expect(withBuildLock(() => Promise.reject(new Error("no build")), file)).rejects.toThrow("no build");
  expect(await withBuildLock(() => Promise.resolve("built"), file)).toBe("built");
});

it("is not blocked by an empty file that a killed build left behind", async () => {
  const file = join(folder, "empty");
  await writeFile(file, "");
  expect(await withBuildLock(() => Promise.resolve("built"), file)).toBe("built");
});
