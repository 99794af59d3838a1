import { type BucketLevel, type DrawOrder, type OpenBucket, OwnBucket, type PaceBucket } from "./pace-bucket";

/**
 * Keeps calls within a rate per API, whoever many people look and however much is canceled in bulk.
 *
 * Each API has a bucket of calls that fills at its rate; a call takes one out, or waits in line for it. Calls behind
 * which a person sits go first, then those of operations, then background ones, which get one turn in twenty of theirs:
 * an operation may go on for hours, and the index would not be read meanwhile. The latter two leave half a second's
 * worth in the bucket: a person finds calls in it at once, whatever runs, and AWS's own bucket is never so empty that a call
 * which comes a little early is throttled. Measured at a quota of 10/s with a share of 100 %: steady-pace.test.ts.
 *
 * The quota is the account's, and others use it too, so the rate adapts (additive increase, multiplicative decrease,
 * as TCP does): a throttled answer halves it, each good one adds a fiftieth of the aim, so that a halved rate of 8/s
 * is back in about 25 answers.
 *
 * A line has an end: a call that would wait longer than `MAX_WAIT_MS` is refused at once, so that a person gets
 * "throttled" with a Retry instead of a page that never comes.
 *
 * With several instances the buckets are shared (`openShared`). While those cannot be reached, each instance goes on
 * from what it last saw there.
 */
export type Priority = (typeof PRIORITIES)[number];

/** In the order in which they go. */
const PRIORITIES = [
  "cancel",
  "bulk-cancel",
  "interactive",
  "bulk",
  "reread",
  "background",
  "analysis",
] as const;

const LEAST_RATE = 0.5;
const DECREASE = 0.5;
const INCREASE = 1 / 50;

/** So many calls of operations go before a background one that waits. */
const BULK_IN_A_ROW = 19;

/** Seconds' worth of calls that only people may use. */
const RESERVE = 0.5;

/**
 * Longer than a person waits for a page; background calls may wait longer, as nobody sits behind them. A runner has
 * some fifty calls in line at most, which take two minutes at the least rate: it waits its turn rather than ask again.
 */
const MAX_WAIT_MS: Record<Priority, number> = {
  interactive: 10_000,
  bulk: 600_000,
  background: 60_000,
};

/** A shared bucket answers within milliseconds; a person must not wait for one that is away. */
const SHARED_WITHIN_MS = 1_000;
const SHARED_AGAIN_MS = 5_000;

/** The line for an API is longer than anyone should wait for. Nothing was sent. */
export class PaceExceeded extends Error {
  override name = "PaceExceeded";
}

/** How fast an API may be called now. */
export interface Pace {
  perSecond: number;
  /** When AWS does not throttle. */
  aim: number;
  /** When AWS last did. */
  throttledAt: Date | null;
}

export interface Pacer<Api extends string> {
  /** Waits for a turn. @throws PaceExceeded when the line is too long */
  turn(api: Api, priority: Priority): Promise<void>;
  /** AWS throttled a call of this API. */
  throttled(api: Api, sentMsAgo: number): void;
  /** AWS answered a call of this API. */
  answered(api: Api): void;
  /** As far as this process knows. Null: it is not paced. */
  pace(api: Api): Pace | null;
}

/**
 * @param rateOf     calls a second per API; Infinity for no pacing
 * @param openShared the buckets of all instances; null where there is one
 */
export function createPacer<Api extends string>(
  rateOf: (api: Api) => number,
  openShared: OpenBucket | null = null,
): Pacer<Api> {
  const lines = new Map<Api, Line | null>();
  const lineOf = (api: Api): Line | null => {
    const known = lines.get(api);
    if (known !== undefined) return known;
    const aim = rateOf(api);
    const line = aim === Infinity ? null : new Line(api, aim, openShared);
    lines.set(api, line);
    return line;
  };

  return {
    turn: (api, priority) => lineOf(api)?.turn(priority) ?? Promise.resolve(),
    throttled: (api, sentMsAgo) => lineOf(api)?.slowDown(sentMsAgo),
    answered: (api) => lineOf(api)?.speedUp(),
    pace: (api) => lineOf(api)?.pace() ?? null,
  };
}

class Line {
  private readonly aim: number;
  private readonly burst: number;
  private readonly own: OwnBucket;
  private readonly shared: PaceBucket | null;
  private readonly waiting: Record<Priority, (() => void)[]> = { interactive: [], bulk: [], background: [] };
  private sharedAgainAt = -Infinity;
  private isSharedLost = false;
  private gain = 0;
  /** Calls of operations that have gone before the background ones that wait. */
  private bulkInARow = 0;
  private serving = false;
  private wake: (() => void) | undefined;

  constructor(api: string, aim: number, openShared: OpenBucket | null) {
    this.aim = aim;
    this.burst = Math.max(1, aim);
    const limits = { aim, burst: this.burst, leastRate: Math.min(LEAST_RATE, aim) };
    this.own = new OwnBucket(limits);
    this.shared = openShared?.(api, limits) ?? null;
  }

  turn(priority: Priority): Promise<void> {
    if (this.waitMs(priority) > MAX_WAIT_MS[priority]) return Promise.reject(new PaceExceeded());
    return new Promise((resolve) => {
      this.waiting[priority].push(resolve);
      this.wake?.();
      if (!this.serving) void this.serve();
    });
  }

  slowDown(sentMsAgo: number): void {
    const order = { factor: DECREASE, sentMsAgo };
    if (!this.own.slowDown(order)) return;
    this.gain = 0;
    if (this.isSharedThere()) this.shared!.slowDown(order).catch((error: unknown) => this.leaveShared(error));
  }

  speedUp(): void {
    this.gain += this.aim * INCREASE;
  }

  pace(): Pace {
    const { rate, throttledAt } = this.own.level();
    return { perSecond: Math.min(this.aim, rate + this.gain), aim: this.aim, throttledAt };
  }

  /** How far a draw may empty the bucket: people's calls stand in line below zero, a second's worth of them at most. */
  private floorOf(priority: Priority): number {
    if (priority === "interactive") return -this.burst;
    return Math.min(this.pace().perSecond * RESERVE, this.burst - 1);
  }

  /** How long a call that joins now would wait at today's rate. */
  private waitMs(priority: Priority): number {
    const { tokens } = this.own.level();
    const inFront = PRIORITIES.slice(0, PRIORITIES.indexOf(priority) + 1);
    const ahead = inFront.reduce((sum, each) => sum + this.waiting[each].length, 0);
    const left = tokens - Math.max(0, this.floorOf(priority));
    return ((ahead + 1 - left) / this.pace().perSecond) * 1000;
  }

  private async serve(): Promise<void> {
    this.serving = true;
    for (;;) {
      const priority = this.whoseTurn();
      if (priority === undefined) break;
      const floor = this.floorOf(priority);
      const asking = this.waiting[priority].splice(0, this.mostAtOnce(priority));
      const { taken, tokens, rate } = await this.draw(asking.length, floor);
      if (priority === "bulk" && this.waiting.background.length > 0) this.bulkInARow += taken;
      if (priority === "background" && taken > 0) this.bulkInARow = 0;
      asking.slice(0, taken).forEach((go, at) => callAfter(((at + 1 - taken - tokens) / rate) * 1000, go));
      this.waiting[priority].unshift(...asking.slice(taken));
      if (taken < asking.length) await this.sleep(((floor + 1 - tokens) / rate) * 1000, priority);
    }
    this.serving = false;
  }

  private whoseTurn(): Priority | undefined {
    const first = PRIORITIES.find((each) => this.waiting[each].length > 0);
    const isOwed = this.bulkInARow >= BULK_IN_A_ROW && this.waiting.background.length > 0;
    return first === "bulk" && isOwed ? "background" : first;
  }

  /** Where both wait, neither takes more than its part of what is in the bucket. */
  private mostAtOnce(priority: Priority): number {
    if (priority === "bulk" && this.waiting.background.length > 0) return BULK_IN_A_ROW - this.bulkInARow;
    return priority === "background" && this.waiting.bulk.length > 0 ? 1 : Infinity;
  }

  private async draw(wanted: number, floor: number): Promise<BucketLevel & { taken: number }> {
    const order: DrawOrder = { wanted, floor, gain: this.gain };
    this.gain = 0;
    if (this.isSharedThere()) {
      try {
        const drawn = await within(SHARED_WITHIN_MS, this.shared!.draw(order));
        this.own.follow(drawn);
        this.isSharedLost = false;
        return drawn;
      } catch (error) {
        this.leaveShared(error);
      }
    }
    const taken = this.own.draw(order);
    return { ...this.own.level(), taken };
  }

  private isSharedThere(): boolean {
    return this.shared !== null && performance.now() >= this.sharedAgainAt;
  }

  private leaveShared(error: unknown): void {
    if (!this.isSharedLost)
      console.error("The budget of calls that all instances share is away. This one goes on alone:", error);
    this.isSharedLost = true;
    this.sharedAgainAt = performance.now() + SHARED_AGAIN_MS;
  }

  /** Until then, or until somebody comes who goes before `priority`. */
  private sleep(ms: number, priority: Priority): Promise<void> {
    return new Promise((resolve) => {
      const rise = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(rise, Math.max(1, ms));
      this.wake = () => {
        if (this.whoseTurn() !== priority) rise();
      };
    });
  }
}

function callAfter(ms: number, go: () => void): void {
  if (ms <= 0) go();
  else setTimeout(go, ms);
}

function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
    void promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
