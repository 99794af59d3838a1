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
  /** Whose session it was: the name that AssumeRole was given, and the role. Of AssumeRole itself: those it asks for. */
  sessionName?: string | undefined;
  roleArn?: string | undefined;
  region?: string | undefined;
  /** The fault that struck the call. */
  fault?: FaultKind | undefined;
  /**
   * Set when the caller got no HTTP answer. `status` is that of the answer that was lost; 0 when there was none, since
   * the call had not been performed.
   */
  isAnswerLost?: boolean | undefined;
} & LoggedActions;

/**
 * How a call ended, whatever the answer said: by `status` alone, an error after acting looks like one before it.
 *
 * A call that is performed later (a fault's `actsAfterMs`) has these from then on: its entry changes, no other is added.
 */
export type LoggedActions = {
  /** The call was performed with success, at least once. */
  hasActed?: boolean | undefined;
  /** How often: 2 where a fault sent it twice and both were accepted. Absent for never. */
  acceptedCount?: number | undefined;
  /** CancelJobExecution and CancelJob: each time that it was performed, refused ones too. */
  cancellations?: LoggedCancellation[] | undefined;
};

/** One time that a cancellation was performed, and what it met. Times are epoch ms, by the emulator's clock. */
export type LoggedCancellation = {
  at: number;
  isAccepted: boolean;
  errorName?: string | undefined;
  /** Of the job, before the call; absent when there was no such job. */
  jobCreatedAt?: number | undefined;
  jobStatus?: JobStatus | undefined;
  /** CancelJobExecution: the execution that it acted on, as it was before the call; absent when there was none. */
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

/** The last 200,000 calls, in a ring, and how many there were of each API. */
export class CallLog {
  #ring: LoggedCall[] = [];
  #nextSeq = 1;
  /** The seq that stands at place 0 of the ring. */
  #firstSeq = 1;
  #counts = new Map<string, { calls: number; errors: Record<string, number> }>();

  /** @returns the entry, for what happens to the call later */
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

  /** Forgets everything but goes on counting seq, so that a reader's `since` stays good. */
  clear(): void {
    this.#ring = [];
    this.#firstSeq = this.#nextSeq;
    this.#counts.clear();
  }
}
