import { setTimeout as wait } from "node:timers/promises";

/** Waits for `ms`, or until the signal aborts. It does not throw then: the caller checks the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
