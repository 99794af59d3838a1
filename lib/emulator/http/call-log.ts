import type { FaultKind } from "../faults/fault-kinds.ts";
import type { ExecutionStatus, JobStatus } from "../seed/seed-format.ts";

export type LoggedCall = {
  seq: number;
  /** Epoch ms, by the emulator's clock. */
  at: number;
  api: string;
  thingName?: string | undefined;
  jobId?: string | undefined;
  status: number;
  errorName?: string | undefined;
  requestId: string;
  force?: string | undefined;
  expectedVersion?: unknown;
  accessKeyId?: string | undefined;
  /** Whether the request carried a session token (role credentials). */
  hasSession: boolean;
  /** The caller's session: its role and the name given to AssumeRole. For AssumeRole itself: the requested ones. */
  sessionName?: string | undefined;
  roleArn?: string | undefined;
  region?: string | undefined;
  /** The fault that struck the call. */
  fault?: FaultKind | undefined;
  /**
   * Set when the caller got no HTTP answer. `status` is then that of the lost answer, or 0 when the call was not
   * performed.
   */
  isAnswerLost?: boolean | undefined;
} & LoggedActions;

/**
 * Whether a call was performed, whatever the answer said. `status` alone does not tell: an error may be sent before or
 * after acting.
 *
 * A fault's `actsAfterMs` performs a call later. These members are then added to the entry that exists.
 */
export type LoggedActions = {
  /** The call was performed with success, at least once. */
  hasActed?: boolean | undefined;
  /**
   * How often it was performed with success: 2 where a fault sent it twice and both were accepted. Absent for never.
   */
  acceptedCount?: number | undefined;
  /** CancelJobExecution and CancelJob: each time that the call was performed, refusals included. */
  cancellations?: LoggedCancellation[] | undefined;
};

/** A performed cancellation, and the state that it found. Times are epoch ms, by the emulator's clock. */
export type LoggedCancellation = {
  at: number;
  isAccepted: boolean;
  errorName?: string | undefined;
  /** When the job was created; absent when there was no such job. */
  jobCreatedAt?: number | undefined;
  jobStatus?: JobStatus | undefined;
  /** CancelJobExecution: the execution as it was before the call; absent when there was none. */
  execution?:
    | {
        status: ExecutionStatus;
        executionNumber: number;
        versionNumber: number;
        queuedAt: number;
        startedAt?: number | undefined;
      }
    | undefined;
};

const CAPACITY = 200_000;

/** The last 200,000 calls, in a ring buffer, and the number of calls of each API. */
export class CallLog {
  #ring: LoggedCall[] = [];
  #nextSeq = 1;
  /** The seq at index 0 of the ring. */
  #firstSeq = 1;
  #counts = new Map<string, { calls: number; errors: Record<string, number> }>();

  /** @returns the entry, which changes if the call is performed later */
  add(call: Omit<LoggedCall, "seq">): LoggedCall {
    const seq = this.#nextSeq++;
    const entry = { seq, ...call };
    this.#ring[(seq - this.#firstSeq) % CAPACITY] = entry;
    const count = this.#counts.get(call.api) ?? { calls: 0, errors: {} };
    count.calls++;
    if (call.errorName !== undefined) count.errors[call.errorName] = (count.errors[call.errorName] ?? 0) + 1;
    this.#counts.set(call.api, count);
    return entry;
  }

  /** Calls with a seq greater than `since` that match, oldest first, at most `limit`. */
  since(
    since: number,
    limit: number,
    matches: (call: LoggedCall) => boolean,
  ): { calls: LoggedCall[]; lastSeq: number } {
    const oldest = Math.max(this.#firstSeq, this.#nextSeq - CAPACITY);
    const calls: LoggedCall[] = [];
    for (let seq = Math.max(since + 1, oldest); seq < this.#nextSeq && calls.length < limit; seq++) {
      const call = this.#ring[(seq - this.#firstSeq) % CAPACITY]!;
      if (matches(call)) calls.push(call);
    }
    return { calls, lastSeq: this.#nextSeq - 1 };
  }

  get counts(): Record<string, { calls: number; errors: Record<string, number> }> {
    return Object.fromEntries(this.#counts);
  }

  /** Removes all entries but continues seq, so that a reader's `since` stays valid. */
  clear(): void {
    this.#ring = [];
    this.#firstSeq = this.#nextSeq;
    this.#counts.clear();
  }
}
