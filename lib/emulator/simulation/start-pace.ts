import { SECOND_MS } from "./durations.ts";
import type { Random } from "./random.ts";

const MOST_AT_WORK = 6;
const SHORTEST_GAP_MS = 45 * SECOND_MS;
const LONGEST_GAP_MS = 110 * SECOND_MS;

/** Decides when the next device can start work. */
export type StartPace = { canStart(nowMs: number, atWork: number): boolean; started(nowMs: number): void };

/**
 * Limits the fleet to a handful of devices at work, with one start every minute or so. Without the limit the demo's
 * queues, some 200 executions that could start, would be empty in minutes; with it they last for hours.
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
