import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashSources } from "./source-hash.ts";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "source-hash-"));
  for (const file of ["app/[fleet]/page.tsx", "lib/core/domain/rule.ts", "package.json"])
    await write(file, "1");
});
afterEach(() => rm(project, { recursive: true, force: true }));

async function write(file: string, text: string) {
  await mkdir(dirname(join(project, file)), { recursive: true });
  await writeFile(join(project, file), text);
}

it.each([
  "app/[fleet]/page.tsx",
  "lib/core/domain/rule.ts",
  "package.json",
  "public/icon.svg",
  "proxy.ts",
  "next.config.js",
])("changes with %s", async (file) => {
  const before = await hashSources(project);
  await write(file, "2");
  expect(await hashSources(project)).not.toBe(before);
});

it.each([
  "lib/core/domain/rule.test.ts",
  "lib/core/domain/testing/rules.ts",
  "lib/emulator/main.ts",
  "lib/scripts/demo.ts",
  "e2e/cancel.spec.ts",
  "README.md",
  "docs/concepts.md",
])("does not change with %s", async (file) => {
  const before = await hashSources(project);
  await write(file, "2");
  expect(await hashSources(project)).toBe(before);
});
