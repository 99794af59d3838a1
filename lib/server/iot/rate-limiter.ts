import {
  type BucketLevel,
  type DrawOrder,
  type OpenTokenBucket,
  OwnTokenBucket,
  type TokenBucket,
} from "./token-bucket";

/**
 * Keeps calls within a rate per API, however many people look and however much is canceled in bulk.
 *
 * Each API has a bucket of calls that fills at its rate. A call takes one out, or waits in line for it. The lines of the
 * priorities are served in their order, except that each line gets its share (`ONE_IN`): an operation may go on for hours,
 * and people and the index must not wait for its end. The share is counted in turns of the lines above, and a line that
 * was empty saves some up, so that whoever comes rarely is served at once.
 *
 * Only people and their cancellations may empty the bucket. All others leave half a second's worth in it: a person
 * finds calls at once, whatever runs, and AWS's own bucket is never so empty that a call which comes a little early is
 * throttled. Measured at a quota of 10/s with a share of 100 %: operations-at-quota.ts of the benchmarks.
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

/**
 * In the order in which they go:
 *
 * - `cancel`: a person's own cancellation, and the reads before it
 * - `bulk-cancel`: the same of an operation
 * - `interactive`: what people look at
 * - `bulk`: lists for plans
 * - `reread`: re-reads of unconfirmed writes
 * - `background`: the index, and its enrichment
 * - `analysis`: what nobody waits for
 */
export const PRIORITIES = [
  "cancel",
  "bulk-cancel",
  "interactive",
  "bulk",
  "reread",
  "background",
  "analysis",
] as const;

/** Its place in that order, 0 first. */
export const rankOf = (priority: Priority): number => PRIORITIES.indexOf(priority);

const LEAST_RATE = 0.5;
const DECREASE = 0.5;
const INCREASE = 1 / 50;

/** Of so many turns of a line and of those above it, one is its own, if it waits. */
const ONE_IN: Record<Priority, number> = {
  cancel: 1,
  "bulk-cancel": 20,
  interactive: 5,
  bulk: 20,
  reread: 20,
  background: 20,
  analysis: 20,
};

/** Several lines may be owed a turn at once: what comes late is made up for by counting up to two. */
const MOST_OWED = 2;

/** Seconds' worth of calls that only people may use. */
const RESERVE = 0.5;

const PEOPLE: readonly Priority[] = ["cancel", "interactive"];

/**
 * Longer than a person waits for a page; the others may wait longer, as nobody sits behind them. A runner has some fifty
 * calls in line at most, which take two minutes at the least rate: it waits its turn rather than ask again.
 */
const MAX_WAIT_MS: Record<Priority, number> = {
  cancel: 10_000,
  "bulk-cancel": 600_000,
  interactive: 10_000,
  bulk: 600_000,
  reread: 60_000,
  background: 60_000,
  analysis: 60_000,
};

/** Operations and plans ask for the next as soon as one has gone. */
const REFILLED: readonly Priority[] = ["bulk-cancel", "bulk"];

/** A shared bucket answers within milliseconds; a person must not wait for one that is away. */
const SHARED_WITHIN_MS = 1_000;
const SHARED_AGAIN_MS = 5_000;

/** The line for an API is longer than anyone should wait for. Nothing was sent. */
export class RateLimitExceeded extends Error {
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

export interface RateLimiter<Api extends string> {
  /** Waits for a turn. @throws RateLimitExceeded when the line is too long */
  acquire(api: Api, priority: Priority): Promise<void>;
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
export function createRateLimiter<Api extends string>(
  rateOf: (api: Api) => number,
  openShared: OpenTokenBucket | null = null,
): RateLimiter<Api> {
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
    acquire: (api, priority) => lineOf(api)?.acquire(priority) ?? Promise.resolve(),
    throttled: (api, sentMsAgo) => lineOf(api)?.slowDown(sentMsAgo),
    answered: (api) => lineOf(api)?.speedUp(),
    pace: (api) => lineOf(api)?.pace() ?? null,
  };
}

class Line {
  private readonly aim: number;
  private readonly burst: number;
  private readonly own: OwnTokenBucket;
  private readonly shared: TokenBucket | null;
  private readonly waiting = perPriority((): (() => void)[] => []);
  /** Turns of the lines above since its own last one: all of them, and those while it waited. */
  private readonly passedOver = perPriority(() => ({ ever: 0, waiting: 0 }));
  private sharedAgainAt = -Infinity;
  private isSharedLost = false;
  private gain = 0;
  /** Waited for its floor in vain, as other instances draw from the bucket too: people go before it once. */
  private outdrawn: Priority | undefined;
  private serving = false;
  private wake: (() => void) | undefined;

  constructor(api: string, aim: number, openShared: OpenTokenBucket | null) {
    this.aim = aim;
    this.burst = Math.max(1, aim);
    const limits = { aim, burst: this.burst, leastRate: Math.min(LEAST_RATE, aim) };
    this.own = new OwnTokenBucket(limits);
    this.shared = openShared?.(api, limits) ?? null;
  }

  acquire(priority: Priority): Promise<void> {
    if (this.waitMs(priority) > MAX_WAIT_MS[priority]) return Promise.reject(new RateLimitExceeded());
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
    if (PEOPLE.includes(priority)) return -this.burst;
    return Math.min(this.pace().perSecond * RESERVE, this.burst - 1);
  }

  /** Whoever is served before others of a higher priority takes what they would have taken, and keeps them no longer. */
  private floorOfTurn(priority: Priority): number {
    const passed = PRIORITIES.slice(0, rankOf(priority)).filter((each) => this.isWaiting(each));
    return Math.min(...[priority, ...passed].map((each) => this.floorOf(each)));
  }

  /**
   * How long a call that joins now would wait at today's rate: for all in front of it. Behind an operation, whose line
   * fills up again as it is served, it waits for its share of the turns instead.
   */
  private waitMs(priority: Priority): number {
    const { tokens } = this.own.level();
    const inFront = PRIORITIES.slice(0, rankOf(priority) + 1);
    const isBehindOperation = inFront.some((each) => REFILLED.includes(each) && this.isWaiting(each));
    const own = this.waiting[priority].length;
    const ahead =
      isBehindOperation && !REFILLED.includes(priority)
        ? (own + 1) * ONE_IN[priority] - 1
        : inFront.reduce((sum, each) => sum + this.waiting[each].length, 0);
    const left = tokens - Math.max(0, this.floorOf(priority));
    return ((ahead + 1 - left) / this.pace().perSecond) * 1000;
  }

  private async serve(): Promise<void> {
    this.serving = true;
    let waitedFor: Priority | undefined;
    for (;;) {
      const priority = this.whoseTurn();
      if (priority === undefined) break;
      const floor = this.floorOfTurn(priority);
      const asking = this.waiting[priority].splice(0, this.mostAtOnce(priority));
      const { taken, tokens, rate } = await this.draw(asking.length, floor);
      this.countTurns(priority, taken);
      asking.slice(0, taken).forEach((go, at) => callAfter(((at + 1 - taken - tokens) / rate) * 1000, go));
      this.waiting[priority].unshift(...asking.slice(taken));
      // A timer may be early by a millisecond: that little is not missing because somebody took it.
      const isOutdrawn = waitedFor === priority && taken === 0 && tokens < floor + 0.5;
      this.outdrawn = isOutdrawn ? priority : undefined;
      waitedFor = undefined;
      if (taken === asking.length || this.whoseTurn() !== priority) continue;
      const isOver = await this.sleep(((floor + 1 - tokens) / rate) * 1000, priority);
      if (isOver) waitedFor = priority;
    }
    this.serving = false;
  }

  private isWaiting(priority: Priority): boolean {
    return this.waiting[priority].length > 0;
  }

  private whoseTurn(): Priority | undefined {
    const waiting = PRIORITIES.filter((each) => this.isWaiting(each));
    const next = waiting.find((each) => this.turnsOwed(each) >= 1) ?? waiting[0];
    if (next === undefined || next !== this.outdrawn) return next;
    return waiting.find((each) => this.floorOf(each) < this.floorOf(next)) ?? next;
  }

  /** What it saved up while its line was empty counts against all but a person's cancellation. */
  private passes(priority: Priority): number {
    return this.passedOver[priority][this.isWaiting("cancel") ? "waiting" : "ever"];
  }

  private turnsOwed(priority: Priority): number {
    return priority === "cancel" ? 0 : Math.floor(this.passes(priority) / (ONE_IN[priority] - 1));
  }

  /** As many as go before the turn of another that waits; all, if none does. */
  private mostAtOnce(priority: Priority): number {
    const others = PRIORITIES.filter((each) => each !== priority && this.isWaiting(each));
    const below = others.filter((each) => rankOf(each) > rankOf(priority));
    const untilOwed = below.map((each) => ONE_IN[each] - 1 - this.passes(each));
    const own = below.length < others.length ? [this.turnsOwed(priority)] : [];
    return Math.max(1, Math.min(Infinity, ...untilOwed, ...own));
  }

  private countTurns(priority: Priority, taken: number): void {
    for (const each of PRIORITIES.slice(rankOf(priority) + 1)) {
      const most = this.mostPassedOver(each);
      const { ever, waiting } = this.passedOver[each];
      this.passedOver[each] = {
        ever: Math.min(ever + taken, most),
        waiting: this.isWaiting(each) ? Math.min(waiting + taken, most) : 0,
      };
    }
    const { ever, waiting } = this.passedOver[priority];
    const used = taken * (ONE_IN[priority] - 1);
    this.passedOver[priority] = { ever: Math.max(0, ever - used), waiting: Math.max(0, waiting - used) };
  }

  /** People save up what the bucket keeps for them: a page makes several calls. */
  private mostPassedOver(priority: Priority): number {
    const turns = priority === "interactive" ? Math.max(MOST_OWED, this.aim * RESERVE) : MOST_OWED;
    return turns * (ONE_IN[priority] - 1);
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

  /** Until then, or until somebody comes who goes before `priority`. @returns whether nobody came */
  private sleep(ms: number, priority: Priority): Promise<boolean> {
    return new Promise((resolve) => {
      const rise = (isOver: boolean) => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve(isOver);
      };
      const timer = setTimeout(() => rise(true), Math.max(1, Math.ceil(ms)));
      this.wake = () => {
        if (this.whoseTurn() !== priority) rise(false);
      };
    });
  }
}

function perPriority<Value>(make: () => Value): Record<Priority, Value> {
  return Object.fromEntries(PRIORITIES.map((each) => [each, make()])) as Record<Priority, Value>;
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
