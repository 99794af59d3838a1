import { nextDueMs, parseCron } from "./cron.ts";
import type { Job } from "./job.ts";

const MINUTE_MS = 60_000;
/** How many occurrences DescribeJob shows [MD: ScheduledJobRollout]. */
const SHOWN_OCCURRENCES = 7;

export type Window = { startMs: number; endMs: number };

/** Whether the job rolls out only in maintenance windows. */
export function hasWindows(job: Job): boolean {
  return (job.scheduling?.maintenanceWindows?.length ?? 0) > 0;
}

/** The window that is open now or opens next; undefined when none is left. */
export function findWindow(job: Job, atMs: number): Window | undefined {
  let first: Window | undefined;
  for (const { startTime, durationInMinutes } of job.scheduling?.maintenanceWindows ?? []) {
    const cron = parseCron(startTime);
    const durationMs = durationInMinutes * MINUTE_MS;
    // Starts the search one duration ago: a window that opened since then is still open.
    const startMs = cron && nextDueMs(cron, atMs - durationMs);
    if (startMs === undefined) continue;
    if (!first || startMs < first.startMs) first = { startMs, endMs: startMs + durationMs };
  }
  return first;
}

/** The starts of the next windows, none of which is open yet. */
export function listNextWindows(job: Job, nowMs: number): number[] {
  const starts = new Set<number>();
  for (const { startTime } of job.scheduling?.maintenanceWindows ?? []) {
    const cron = parseCron(startTime);
    let dueMs = cron && nextDueMs(cron, nowMs);
    for (let count = 0; cron && dueMs !== undefined && count < SHOWN_OCCURRENCES; count++) {
      starts.add(dueMs);
      dueMs = nextDueMs(cron, dueMs);
    }
  }
  return [...starts].sort((one, other) => one - other).slice(0, SHOWN_OCCURRENCES);
}
