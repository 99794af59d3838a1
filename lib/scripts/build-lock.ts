import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./is-alive.ts";
import { CACHE } from "./project.ts";

const POLL_MS = 200;

/**
 * Runs `work` while nobody else builds here: `.next` is one folder, and `next build` empties it. Waits for its turn; the
 * lock of a process that died is taken over.
 */
export async function withBuildLock<Value>(
  work: () => Promise<Value>,
  file = join(CACHE, "build.lock"),
): Promise<Value> {
  await mkdir(dirname(file), { recursive: true });
  let hasSaid = false;
  while (!(await take(file))) {
    const owner = Number(await readFile(file, "utf8").catch(() => ""));
    if (owner > 0 && !isAlive(owner)) await rm(file, { force: true });
    else {
      if (!hasSaid) console.log(`Waiting for another build of this folder (process ${owner || "unknown"}) …`);
      hasSaid = true;
      await sleep(POLL_MS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
