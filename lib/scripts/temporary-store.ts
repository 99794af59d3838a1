import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { putPreparedStore } from "./prepared-store.ts";

const folders = new Set<string>();

// One listener for all: a process that starts many consoles would have Node warn of a leak.
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A data folder with a store of no rows, which is gone when this process ends. @returns its path */
export async function makeTemporaryStore(): Promise<string> {
  const folder = makeTemporaryFolder();
  await putPreparedStore(folder);
  return folder;
}

/** A data folder with nothing in it, which is gone when this process ends. @returns its path */
export function makeTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "standdown-data-"));
  folders.add(folder);
  return folder;
}
