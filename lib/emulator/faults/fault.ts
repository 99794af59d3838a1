import { createRandom, type Random } from "../simulation/random.ts";
import { rulesOf, type FaultKind } from "./fault-kinds.ts";

/** What goes wrong with calls of an API, or with those that name a certain thing or job. */
export type Fault = {
  api: string;
  kind: FaultKind;
  /** How many more calls it strikes. */
  count: number | "unlimited";
  match: { thingName?: string | undefined; jobId?: string | undefined };
  /** The chance that it strikes a call that it fits, 0 to 1. */
  probability: number;
  /** Of the sequence that decides by `probability`: the same seed strikes the same calls. */
  seed: number;
  /** The time until the answer. slow-drip: how long sending it takes. */
  delayMs: number;
  /** Perform the call first, then answer as if it had gone wrong. */
  afterActing: boolean;
  /** Perform the call this long after it came in, by the emulator's clock, whatever has been answered by then. */
  actsAfterMs: number | undefined;
  errorName: string;
  status: number;
  message: string | undefined;
  /** omit: the member that the answer leaves out, wherever it stands. */
  member: string | undefined;
  /** short-page: the largest number of rows of a page. */
  rows: number | undefined;
  /** What html, not-http (both text) and wrong-json (any JSON value) send in place of their default. */
  body: unknown;
  /** Whether the answer has an x-amzn-RequestId. Undefined: what is usual for the kind. */
  requestId: boolean | undefined;
};

export type Named = { thingName?: string | undefined; jobId?: string | undefined };

/** A fault, and how often it has struck so far. */
export type ListedFault = Fault & { struck: number };

type ActiveFault = { fault: ListedFault; random: Random };

/** The active faults, in the order in which they were added. */
export class Faults {
  #active: ActiveFault[] = [];

  add(fault: Fault): void {
    this.#active.push({ fault: { ...fault, struck: 0 }, random: createRandom(fault.seed) });
  }

  clear(): void {
    this.#active = [];
  }

  list(): ListedFault[] {
    return this.#active.map(({ fault }) => ({ ...fault }));
  }

  /**
   * Takes the first fault that fits the call and strikes it. A fault with a probability draws one number for each call
   * that reaches it, so the same seed gives the same faults for the same sequence of calls.
   */
  take(api: string, named: Named, isList: boolean): Fault | undefined {
    const active = this.#active.find(
      ({ fault, random }) => fits(fault, api, named, isList) && random.chance(fault.probability),
    );
    if (!active) return undefined;
    const { fault } = active;
    fault.struck++;
    if (fault.count !== "unlimited") {
      fault.count--;
      if (fault.count === 0) this.#active = this.#active.filter((one) => one !== active);
    }
    return fault;
  }
}

function fits({ api, kind, match }: Fault, calledApi: string, named: Named, isList: boolean): boolean {
  return (
    (api === calledApi || api === "*") &&
    (match.thingName === undefined || match.thingName === named.thingName) &&
    (match.jobId === undefined || match.jobId === named.jobId) &&
    (isList || !rulesOf(kind).listsOnly)
  );
}
