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
  /** Set when the answer never left: what the caller saw was a reset connection. */
  isAnswerLost?: boolean | undefined;
  /**
   * Set when the deed was done, whatever the caller was told: by `status` alone an error after acting looks like one
   * before.
   */
  hasActed?: boolean | undefined;
};

const CAPACITY = 200_000;

/** The last 200,000 calls, in a ring, and how many there were of each API. */
export class CallLog {
  #ring: LoggedCall[] = [];
  #nextSeq = 1;
  /** The seq that stands at place 0 of the ring. */
  #firstSeq = 1;
  #counts = new Map<string, { calls: number; errors: Record<string, number> }>();

  add(call: Omit<LoggedCall, "seq">): void {
    const seq = this.#nextSeq++;
    this.#ring[(seq - this.#firstSeq) % CAPACITY] = { seq, ...call };
    const count = this.#counts.get(call.api) ?? { calls: 0, errors: {} };
    count.calls++;
    if (call.errorName !== undefined) count.errors[call.errorName] = (count.errors[call.errorName] ?? 0) + 1;
    this.#counts.set(call.api, count);
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
