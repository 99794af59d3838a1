import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { putPreparedStore } from "./prepared-store.ts";

const folders = new Set<string>();

// One listener for all folders: with many listeners Node warns of a leak.
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Creates a data folder with an empty store. It is deleted when this process ends. @returns its path */
export async function makeTemporaryStore(): Promise<string> {
  const folder = makeTemporaryFolder();
  await putPreparedStore(folder);
  return folder;
}

/** Creates an empty data folder. It is deleted when this process ends. @returns its path */
export function makeTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "standdown-data-"));
  folders.add(folder);
  return folder;
}
