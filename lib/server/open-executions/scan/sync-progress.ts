import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { TimeShare } from "./find-due-job";
import { type CanceledJobsScan, NO_CANCELED_JOBS_SCAN } from "./scan-canceled-jobs";

/** After a failure everything waits, twice as long each time: nothing is gained by asking what is not answered. */
export const FIRST_PAUSE_MS = 1_000;
export const LONGEST_PAUSE_MS = 60_000;

/** What the sync loop remembers in memory only: a restart loses none of the index with it. */
export interface SyncProgress extends TimeShare {
  /** When the list of active jobs is read next, by the clock of `performance`. */
  listAt: number;
  /** Why AWS did not answer with that list the last time; null: it did. */
  listFailure: ReadFailure | null;
  listPauseMs: number;
  canceled: CanceledJobsScan;
  /** How many slices of jobs were read. */
  slicesRead: number;
  /** Jobs for which AWS had an error the last time, by id. */
  failed: Map<string, FailedJob>;
  /** What the slices of a job's scan that is under way took, in ms. Slices before a restart are not counted. */
  spentMs: Map<string, number>;
}

interface FailedJob {
  /** How many slices of any job had been read when it failed last. */
  slicesRead: number;
  /** How often in a row it was deferred. */
  deferrals: number;
}

export const createSyncProgress = (): SyncProgress => ({
  smallJobsUntil: 0,
  listAt: 0,
  listFailure: null,
  listPauseMs: FIRST_PAUSE_MS,
  canceled: { ...NO_CANCELED_JOBS_SCAN },
  slicesRead: 0,
  failed: new Map(),
  spentMs: new Map(),
});
