/**
 * Keeps the calls of this process within a rate per API, whoever many people look.
 *
 * Each API has a bucket of tokens that fills at its rate; a call takes one, or waits in
 * line for it. Interactive calls, behind which a person sits, go ahead of background ones.
 *
 * The quota is the account's, and others use it too, so the rate adapts (additive increase,
 * multiplicative decrease, as TCP does): each throttled answer halves it, each good one adds
 * a fiftieth of the aim, so that a halved rate of 8/s is back in about 25 answers.
 *
 * A line has an end: a call that would wait longer than `maxWaitMs` is refused at once, so
 * that a person gets "throttled" with a Retry instead of a page that never comes.
 */
export type Priority = "interactive" | "background";

const MIN_RATE = 0.5;
const DECREASE = 0.5;
const INCREASE = 1 / 50;

/** Longer than a person waits for a page; background calls may wait longer, as nobody sits behind them. */
const MAX_WAIT_MS: Record<Priority, number> = { interactive: 10_000, background: 60_000 };

/** The line for an API is longer than anyone should wait for. Nothing was sent. */
export class PaceExceeded extends Error {
  override name = "PaceExceeded";
}

export interface Pacer<Api extends string> {
  /** Waits for a turn. @throws PaceExceeded when the line is too long */
  turn(api: Api, priority: Priority): Promise<void>;
  /** AWS throttled a call of this API. */
  throttled(api: Api): void;
  /** AWS answered a call of this API. */
  answered(api: Api): void;
}

/** @param rateOf calls a second per API; Infinity for no pacing */
export function createPacer<Api extends string>(rateOf: (api: Api) => number): Pacer<Api> {
  const lines = new Map<Api, Line>();
  const lineOf = (api: Api) => {
    const line = lines.get(api) ?? new Line(rateOf(api));
    lines.set(api, line);
    return line;
  };

  return {
    turn: (api, priority) => lineOf(api).turn(priority),
    throttled: (api) => lineOf(api).slowDown(),
    answered: (api) => lineOf(api).speedUp(),
  };
}

class Line {
  private rate: number;
  private tokens: number;
  private filledAt = performance.now();
  private readonly waiting: Record<Priority, (() => void)[]> = { interactive: [], background: [] };
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly aim: number;

  constructor(aim: number) {
    this.aim = aim;
    this.rate = aim;
    this.tokens = this.burst();
  }

  turn(priority: Priority): Promise<void> {
    if (this.aim === Infinity) return Promise.resolve();
    this.fill();
    if (this.queued("interactive") + this.queued("background") === 0 && this.tokens >= 1) {
      this.tokens -= 1;
      return Promise.resolve();
    }
    if (this.waitMs(priority) > MAX_WAIT_MS[priority]) return Promise.reject(new PaceExceeded());
    return new Promise((resolve) => {
      this.waiting[priority].push(resolve);
      this.schedule();
    });
  }

  slowDown(): void {
    if (this.aim === Infinity) return;
    this.fill();
    this.rate = Math.max(MIN_RATE, this.rate * DECREASE);
    this.tokens = Math.min(this.tokens, 0);
  }

  speedUp(): void {
    this.rate = Math.min(this.aim, this.rate + this.aim * INCREASE);
  }

  private queued(priority: Priority): number {
    return this.waiting[priority].length;
  }

  /** How long a call that joins now would wait at today's rate. */
  private waitMs(priority: Priority): number {
    const ahead = this.queued("interactive") + (priority === "background" ? this.queued("background") : 0);
    return ((ahead + 1 - this.tokens) / this.rate) * 1000;
  }

  /** A second's worth, and at least one call. */
  private burst(): number {
    return Math.max(1, this.aim);
  }

  private fill(): void {
    const now = performance.now();
    this.tokens = Math.min(this.burst(), this.tokens + ((now - this.filledAt) / 1000) * this.rate);
    this.filledAt = now;
  }

  private schedule(): void {
    if (this.timer !== undefined) return;
    const waitMs = Math.max(1, ((1 - this.tokens) / this.rate) * 1000);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.serve();
    }, waitMs);
  }

  private serve(): void {
    this.fill();
    while (this.tokens >= 1) {
      const next = this.waiting.interactive.shift() ?? this.waiting.background.shift();
      if (!next) return;
      this.tokens -= 1;
      next();
    }
    if (this.queued("interactive") + this.queued("background") > 0) this.schedule();
  }
}
