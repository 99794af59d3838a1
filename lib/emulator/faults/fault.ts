import { createRandom, type Random } from "../simulation/random.ts";
import { rulesOf, type FaultKind } from "./fault-kinds.ts";

/** A fault in calls of an API, or in those that name a certain thing or job. */
export type Fault = {
  api: string;
  kind: FaultKind;
  /** How many more calls it strikes. */
  count: number | "unlimited";
  match: { thingName?: string | undefined; jobId?: string | undefined };
  /** The chance that it strikes a matching call, 0 to 1. */
  probability: number;
  /** Seed of the random sequence for `probability`: the same seed strikes the same calls. */
  seed: number;
  /** The time until the answer. slow-drip: how long sending it takes. */
  delayMs: number;
  /** Perform the call, then answer as if it had failed. */
  afterActing: boolean;
  /** Perform the call this long after its arrival, by the emulator's clock, even if it is already answered. */
  actsAfterMs: number | undefined;
  errorName: string;
  status: number;
  message: string | undefined;
  /** omit: the member to leave out, at any depth. */
  member: string | undefined;
  /** short-page: the largest number of rows of a page. */
  rows: number | undefined;
  /** What html, not-http (both text) and wrong-json (any JSON value) send in place of their default. */
  body: unknown;
  /** Whether the answer has an x-amzn-RequestId. Undefined: the default of the kind. */
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
   * Finds the first fault that strikes the call. A fault with a probability draws one number for each matching call that
   * reaches it, so the same seed gives the same faults for the same sequence of calls.
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
