import { setTimeout as wait } from "node:timers/promises";
import { type LoopName, reportLoop } from "./loop-health";

/**
 * Runs `work` now, and again `everyMs` after each run has ended, until `signal` aborts. Runs never overlap. One that
 * throws is reported and does not end the loop.
 *
 * @returns when the last run has ended
 */
export async function repeatObserved(
  loop: LoopName,
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
      reportLoop(loop, null, null);
    } catch (error) {
      reportLoop(loop, null, error);
    }
    await wait(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
