import { setTimeout as wait } from "node:timers/promises";

/** Waits so long, or until told to end: whoever waits looks at the signal next. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
