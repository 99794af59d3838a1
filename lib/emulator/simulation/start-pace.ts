import { SECOND_MS } from "./durations.ts";
import type { Random } from "./random.ts";

const MOST_AT_WORK = 6;
const SHORTEST_GAP_MS = 45 * SECOND_MS;
const LONGEST_GAP_MS = 110 * SECOND_MS;

/** Says when the next device may take up work. */
export type StartPace = { canStart(nowMs: number, atWork: number): boolean; started(nowMs: number): void };

/**
 * Keeps the fleet calm: a handful of devices at work, one more every minute or
 * so. Without it the demo's queues, some 200 executions that could start, would
 * be gone in minutes; with it they last for hours.
 */
export function createStartPace(random: Random): StartPace {
  let nextStartAtMs = -Infinity;
  return {
    canStart: (nowMs, atWork) => atWork < MOST_AT_WORK && nowMs >= nextStartAtMs,
    started: (nowMs) => {
      nextStartAtMs = nowMs + random.between(SHORTEST_GAP_MS, LONGEST_GAP_MS);
    },
  };
}
