import type { Transaction } from "kysely";
import type { Tables } from "./tables";

/** A kind of work: its jobs wait in the store until an instance has done them. */
export interface WorkKind {
  /** Letters, digits, `_`, `-`, `.` and `/`. */
  name: string;
  /** At most one job per key runs and at most one more waits. Sending another while one waits adds nothing. */
  onePerKey: boolean;
  /** How many of them this process runs at once. */
  atOnce: number;
  /** The delay after a job has failed. It doubles with each failure up to `maxDelaySeconds`. */
  retry: { limit: number; delaySeconds: number; maxDelaySeconds: number };
}

/**
 * `again`: not done yet, as when the process stops. The job goes back to the queue and soon runs again, here or
 * elsewhere.
 * `leftFor`: this instance cannot do it. It is left for instances that have this word among their `ownWords`.
 */
export type WorkDone = "done" | "again" | { leftFor: string };

/**
 * Does one job. If it throws, the job has failed and is tried again later.
 *
 * @param signal aborted when the process stops, or when another instance has the job: end soon. A job that another
 *   instance has taken over may still run here, so its writes need a fence of their own.
 */
export type Work<Data> = (data: Data, signal: AbortSignal) => Promise<WorkDone>;

/** Wraps each run of a job, to report its errors. It has to call `run`. The queue itself retries without reporting. */
export type ObserveJob = (
  kind: WorkKind,
  data: object,
  signal: AbortSignal,
  run: () => Promise<WorkDone>,
) => Promise<WorkDone>;

export interface Sending<Data> {
  data: Data;
  /** Only for kinds that are `onePerKey`. */
  key?: string;
  /** The delay before the job runs. Only for kinds that are not `onePerKey`. */
  afterSeconds?: number;
}

/**
 * A durable queue: a job that was sent survives every process, and two instances do not run it at once while both work.
 */
export interface WorkQueue {
  /** Enqueues a job. It runs once `transaction` is committed, and never if it is rolled back. */
  send: <Data extends object>(
    transaction: Transaction<Tables>,
    kind: WorkKind,
    sending: Sending<Data>,
  ) => Promise<void>;
  /**
   * Starts to do jobs of this kind, together with other instances.
   *
   * @param ownWords jobs that other instances left for one of these words are done here too
   */
  work: <Data extends object>(
    kind: WorkKind,
    work: Work<Data>,
    ownWords?: readonly string[],
  ) => Promise<void>;
  /** Starts no more jobs, aborts those in progress, and waits up to `withinMs` for them. */
  stop: (withinMs: number) => Promise<void>;
}
