import { type LoopName, reportLoop } from "./loop-health";

/** A run may last for hours. One that has worked for this long counts as a success. */
const COUNTS_AS_SUCCESS_MS = 30_000;

/**
 * Runs `work` as one run of a loop, and reports how it ends. What it throws while the process stops is no failure.
 */
export async function observeRun<Value>(
  loop: LoopName,
  fleetId: string,
  signal: AbortSignal,
  work: () => Promise<Value>,
): Promise<Value> {
  const timer = setTimeout(() => reportLoop(loop, fleetId, null), COUNTS_AS_SUCCESS_MS).unref();
  try {
    const value = await work();
    reportLoop(loop, fleetId, null);
    return value;
  } catch (error) {
    if (!signal.aborted) reportLoop(loop, fleetId, error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
