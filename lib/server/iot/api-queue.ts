import { FairShare, ONE_IN } from "./fair-share";
import { FallbackBucket } from "./fallback-bucket";
import { perPriority, PRIORITIES, type Priority, rankOf } from "./priority";
import { OwnTokenBucket, type SharedBuckets } from "./token-bucket";

/** The lowest rate, in calls a second: throttling never lowers it further. */
const MIN_RATE = 0.5;

/** Additive increase, multiplicative decrease: see `createRateLimiter`. */
const DECREASE_FACTOR = 0.5;
const INCREASE_SHARE = 1 / 50;

/** Seconds' worth of calls that only people may use. */
const RESERVE_S = 0.5;

const PEOPLE: readonly Priority[] = ["cancel", "interactive"];

/** The priorities of operations and plans, which add a call to their queue whenever one was sent. */
const REFILLED: readonly Priority[] = ["bulk-cancel", "bulk"];

/**
 * A person does not wait for a page for longer than 10 s. Calls that no person waits for may wait longer. A runner has
 * at most about fifty calls waiting, which take two minutes at the lowest rate. It waits, instead of being refused and
 * trying again.
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
  /** Calls a second while AWS does not throttle. */
  aim: number;
  /** When AWS throttled a call last. */
  throttledAt: Date | null;
}

/** The waiting calls of one API, in a queue for each priority, and the token bucket that they draw from. */
export class ApiQueue {
  readonly #aim: number;
  readonly #burst: number;
  readonly #bucket: FallbackBucket;
  readonly #waiting = perPriority((): (() => void)[] => []);
  readonly #fairShare: FairShare;
  /** Calls a second to add to the rate with the next draw, for answers that were not throttled. */
  #gain = 0;
  /**
   * A priority whose wait for tokens was in vain: other instances drew them from the shared bucket. People are then
   * served before it once.
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
   * Serves the queues until all are empty. One loop runs at a time. Each pass draws as many tokens as the next queue
   * may use in a row, and sleeps if the bucket had fewer.
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
      // A timer may be early by a millisecond. If only a fraction of a token is missing, no other instance drew it.
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

  /** Fair share may serve a queue before higher ones that wait. It then draws their tokens, down to their floor. */
  #floorOfDraw(priority: Priority): number {
    const passed = PRIORITIES.slice(0, rankOf(priority)).filter((each) => this.#isWaiting(each));
    return Math.min(...[priority, ...passed].map((each) => this.#floorOf(each)));
  }

  /**
   * How long a call that joins now would wait at the current rate for every call before it. An operation refills its
   * queue as it is served. So a call behind one waits for its fair share instead.
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

  /** Waits for `ms`, or until a call joins that goes before `priority`. @returns whether the whole time has passed */
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
