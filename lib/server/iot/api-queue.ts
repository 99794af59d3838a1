import { FairShare, ONE_IN } from "./fair-share";
import { FallbackBucket } from "./fallback-bucket";
import { perPriority, PRIORITIES, type Priority, rankOf } from "./priority";
import { OwnTokenBucket, type SharedBuckets } from "./token-bucket";

/** Calls a second that are left however much AWS throttles. */
const MIN_RATE = 0.5;

/** Additive increase, multiplicative decrease: see `createRateLimiter`. */
const DECREASE_FACTOR = 0.5;
const INCREASE_SHARE = 1 / 50;

/** Seconds' worth of calls that only people may use. */
const RESERVE_S = 0.5;

const PEOPLE: readonly Priority[] = ["cancel", "interactive"];

/** Operations and plans refill their queue as soon as one of its calls has gone. */
const REFILLED: readonly Priority[] = ["bulk-cancel", "bulk"];

/**
 * Longer than a person waits for a page. The others may wait longer, as nobody sits behind them. A runner has some fifty
 * calls waiting at most, which take two minutes at the lowest rate: it waits rather than being refused and asking again.
 */
const MAX_WAIT_MS: Readonly<Record<Priority, number>> = {
  cancel: 10_000,
  "bulk-cancel": 600_000,
  interactive: 10_000,
  bulk: 600_000,
  reread: 60_000,
  background: 60_000,
  analysis: 60_000,
};

/** The queue for an API is longer than anyone should wait. Nothing was sent. */
export class RateLimitExceeded extends Error {
  override name = "RateLimitExceeded";
}

/** How fast an API may be called now. */
export interface Pace {
  perSecond: number;
  /** When AWS does not throttle. */
  aim: number;
  /** When AWS last did. */
  throttledAt: Date | null;
}

/** The calls of one API that wait, a queue a priority, and the token bucket that they draw from. */
export class ApiQueue {
  readonly #aim: number;
  readonly #burst: number;
  readonly #bucket: FallbackBucket;
  readonly #waiting = perPriority((): (() => void)[] => []);
  readonly #fairShare: FairShare;
  /** Calls a second to add to the rate with the next draw, for answers that were not throttled. */
  #gain = 0;
  /**
   * The priority that waited for its floor in vain, because other instances draw from the bucket too. People are served
   * before it once.
   */
  #outdrawn: Priority | undefined;
  #isServing = false;
  #wake: (() => void) | undefined;

  /** @param aim calls a second when AWS does not throttle */
  constructor(api: string, aim: number, shared: SharedBuckets | null) {
    this.#aim = aim;
    this.#burst = Math.max(1, aim);
    const limits = { aim, burst: this.#burst, leastRate: Math.min(MIN_RATE, aim) };
    this.#bucket = new FallbackBucket(
      new OwnTokenBucket(limits),
      shared?.open(api, limits) ?? null,
      shared?.onUnreachable ?? (() => {}),
    );
    this.#fairShare = new FairShare((priority) => this.#isWaiting(priority), aim * RESERVE_S);
  }

  /** Waits for a token. @throws RateLimitExceeded at once if the wait would be longer than `MAX_WAIT_MS` */
  acquire(priority: Priority): Promise<void> {
    if (this.#estimateWaitMs(priority) > MAX_WAIT_MS[priority])
      return Promise.reject(new RateLimitExceeded());
    return new Promise((resolve) => {
      this.#waiting[priority].push(resolve);
      this.#wake?.();
      if (!this.#isServing) void this.#serve();
    });
  }

  slowDown(sentMsAgo: number): void {
    if (this.#bucket.slowDown({ factor: DECREASE_FACTOR, sentMsAgo })) this.#gain = 0;
  }

  speedUp(): void {
    this.#gain += this.#aim * INCREASE_SHARE;
  }

  pace(): Pace {
    const { rate, throttledAt } = this.#bucket.level();
    return { perSecond: Math.min(this.#aim, rate + this.#gain), aim: this.#aim, throttledAt };
  }

  /**
   * Serves the queues until all are empty. One loop runs at a time. Each pass draws as many tokens as the next queue may
   * use in a row, and sleeps if the bucket had fewer.
   */
  async #serve(): Promise<void> {
    this.#isServing = true;
    let waitedFor: Priority | undefined;
    for (;;) {
      const priority = this.#next();
      if (priority === undefined) break;
      const floor = this.#floorOfDraw(priority);
      const calls = this.#waiting[priority].splice(0, this.#fairShare.maxInARow(priority));
      const { taken, tokens, rate } = await this.#draw(calls.length, floor);
      this.#fairShare.record(priority, taken);
      // A draw below zero takes tokens in advance: each of those calls goes when the bucket would have had its token.
      calls.slice(0, taken).forEach((go, at) => callAfter(((at + 1 - taken - tokens) / rate) * 1000, go));
      this.#waiting[priority].unshift(...calls.slice(taken));
      // A timer may be early by a millisecond: the little that is then missing was not drawn by another instance.
      const isOutdrawn = waitedFor === priority && taken === 0 && tokens < floor + 0.5;
      this.#outdrawn = isOutdrawn ? priority : undefined;
      waitedFor = undefined;
      if (taken === calls.length || this.#next() !== priority) continue;
      const isOver = await this.#sleep(((floor + 1 - tokens) / rate) * 1000, priority);
      if (isOver) waitedFor = priority;
    }
    this.#isServing = false;
  }

  #isWaiting(priority: Priority): boolean {
    return this.#waiting[priority].length > 0;
  }

  #next(): Priority | undefined {
    const waiting = PRIORITIES.filter((each) => this.#isWaiting(each));
    const next = this.#fairShare.next(waiting);
    if (next === undefined || next !== this.#outdrawn) return next;
    return waiting.find((each) => this.#floorOf(each) < this.#floorOf(next)) ?? next;
  }

  #draw(wanted: number, floor: number) {
    const gain = this.#gain;
    this.#gain = 0;
    return this.#bucket.draw({ wanted, floor, gain });
  }

  /** How far a draw may empty the bucket. People may go below zero, by a second's worth of calls at most. */
  #floorOf(priority: Priority): number {
    if (PEOPLE.includes(priority)) return -this.#burst;
    return Math.min(this.pace().perSecond * RESERVE_S, this.#burst - 1);
  }

  /** A queue that is served before higher ones that wait draws their tokens, so it may go as low as they may. */
  #floorOfDraw(priority: Priority): number {
    const passed = PRIORITIES.slice(0, rankOf(priority)).filter((each) => this.#isWaiting(each));
    return Math.min(...[priority, ...passed].map((each) => this.#floorOf(each)));
  }

  /**
   * How long a call that joins now would wait at today's rate: for every call before it. Behind an operation, whose queue
   * refills as it is served, it waits for its share instead.
   */
  #estimateWaitMs(priority: Priority): number {
    const { tokens } = this.#bucket.level();
    const before = PRIORITIES.slice(0, rankOf(priority) + 1);
    const isBehindOperation = before.some((each) => REFILLED.includes(each) && this.#isWaiting(each));
    const own = this.#waiting[priority].length;
    const ahead =
      isBehindOperation && !REFILLED.includes(priority)
        ? (own + 1) * ONE_IN[priority] - 1
        : before.reduce((sum, each) => sum + this.#waiting[each].length, 0);
    const available = tokens - Math.max(0, this.#floorOf(priority));
    return ((ahead + 1 - available) / this.pace().perSecond) * 1000;
  }

  /** Waits that long, or until a call joins that goes before `priority`. @returns whether none did */
  #sleep(ms: number, priority: Priority): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isOver: boolean) => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve(isOver);
      };
      const timer = setTimeout(() => end(true), Math.max(1, Math.ceil(ms)));
      this.#wake = () => {
        if (this.#next() !== priority) end(false);
      };
    });
  }
}

function callAfter(ms: number, go: () => void): void {
  if (ms <= 0) go();
  else setTimeout(go, ms);
}
