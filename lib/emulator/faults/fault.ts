export const FAULT_KINDS = ["throttle", "error", "lose-answer", "slow", "html-500", "deny", "omit"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What goes wrong with the next `count` calls of an API, or with those that name a certain thing or job. */
export type Fault = {
  api: string;
  kind: FaultKind;
  count: number;
  match: { thingName?: string | undefined; jobId?: string | undefined };
  /** slow: how long; other kinds: waited before they strike. */
  delayMs: number;
  errorName: string;
  status: number;
  message: string | undefined;
  /** omit: the member that the answer leaves out, wherever it stands. */
  member: string | undefined;
  /** Act first, then answer as if it had gone wrong. Always so with lose-answer. */
  afterActing: boolean;
};

export type Named = { thingName?: string | undefined; jobId?: string | undefined };

/** The faults that wait for their calls, in the order in which they were added. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  list(): Fault[] {
    return this.#waiting.map((fault) => ({ ...fault }));
  }

  /** Takes the first fault that fits the call, and uses it up by one. */
  take(api: string, named: Named): Fault | undefined {
    const fault = this.#waiting.find(
      (one) =>
        (one.api === api || one.api === "*") &&
        (one.match.thingName === undefined || one.match.thingName === named.thingName) &&
        (one.match.jobId === undefined || one.match.jobId === named.jobId),
    );
    if (!fault) return undefined;
    fault.count--;
    if (fault.count === 0) this.#waiting = this.#waiting.filter((one) => one !== fault);
    return fault;
  }
}
