import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { putEmptyStore } from "./empty-store.ts";

const folders = new Set<string>();

// One listener for all: a process that starts many consoles would have Node warn of a leak.
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A data folder with an empty store, which is gone when this process ends. @returns its path */
export async function makeTemporaryStore(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "standdown-data-"));
  folders.add(folder);
  await putEmptyStore(folder);
  return folder;
}
