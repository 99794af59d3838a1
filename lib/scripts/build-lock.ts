import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tryLock } from "../server/process/exclusive-lock.ts";
import { CACHE } from "./project.ts";

const POLL_MS = 200;

/** The name differs from `build.lock`, which earlier versions used in another way: they wrote a process id to it. */
const LOCK_FILE = join(CACHE, "building.lock");

/** Runs `work` while no other process builds here: `.next` is one folder, and `next build` empties it. */
export async function withBuildLock<Value>(work: () => Promise<Value>, file = LOCK_FILE): Promise<Value> {
  await mkdir(dirname(file), { recursive: true });
  const release = tryLock(file) ?? (await waitForLock(file));
  try {
    return await work();
  } finally {
    release();
  }
}

async function waitForLock(file: string): Promise<() => void> {
  console.log("Waiting for another build of this folder …");
  for (;;) {
    await sleep(POLL_MS);
    const release = tryLock(file);
    if (release !== null) return release;
  }
}
