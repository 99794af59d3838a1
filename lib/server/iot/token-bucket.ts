/**
 * A bucket of calls that may be made of one API: it fills at its rate and holds a second's worth.
 *
 * Taking calls that are not there yet leaves it below zero: they stand in line, each to be made when the bucket would
 * have had it. So a line needs one draw a call, whoever else stands in it, and nobody asks again and again.
 */
export interface TokenBucket {
  /** Takes as many of the calls `wanted` as leave `floor` in it, none perhaps. @throws when it cannot be reached */
  draw(order: DrawOrder): Promise<BucketLevel & { taken: number }>;
  /** AWS throttled a call that was sent so long ago. @throws when it cannot be reached */
  slowDown(order: SlowOrder): Promise<void>;
}

export interface PaceLimits {
  /** Calls a second when AWS does not throttle. */
  aim: number;
  /** What it holds at most. */
  burst: number;
  /** Calls a second that are left however much AWS throttles. */
  leastRate: number;
}

export interface DrawOrder {
  wanted: number;
  floor: number;
  /** Calls a second more, for answers that were not throttled. */
  gain: number;
}

export interface SlowOrder {
  factor: number;
  /** A call that left before the rate was last lowered tells nothing new, and lowers it no further. */
  sentMsAgo: number;
}

export interface BucketLevel {
  tokens: number;
  rate: number;
  throttledAt: Date | null;
}

/** Opens the bucket that several processes draw from. */
export type OpenTokenBucket = (api: string, limits: PaceLimits) => TokenBucket;

/** The bucket of this process alone. */
export class OwnTokenBucket {
  private readonly limits: PaceLimits;
  private now: BucketLevel;
  private filledAt = performance.now();
  private slowedAt = -Infinity;

  constructor(limits: PaceLimits) {
    this.limits = limits;
    this.now = { tokens: limits.burst, rate: limits.aim, throttledAt: null };
  }

  draw({ wanted, floor, gain }: DrawOrder): number {
    const { tokens, rate } = this.level();
    const taken = Math.max(0, Math.min(wanted, Math.floor(tokens - floor)));
    this.now.tokens = tokens - taken;
    this.now.rate = Math.min(this.limits.aim, rate + gain);
    return taken;
  }

  /** @returns whether it was lowered */
  slowDown({ factor, sentMsAgo }: SlowOrder): boolean {
    if (performance.now() - sentMsAgo < this.slowedAt) return false;
    const { tokens, rate } = this.level();
    const throttledAt = new Date();
    this.now = {
      tokens: Math.min(0, tokens),
      rate: Math.max(this.limits.leastRate, rate * factor),
      throttledAt,
    };
    this.slowedAt = this.filledAt;
    return true;
  }

  level(): Readonly<BucketLevel> {
    const at = performance.now();
    const { tokens, rate } = this.now;
    this.now.tokens = Math.min(this.limits.burst, tokens + ((at - this.filledAt) / 1000) * rate);
    this.filledAt = at;
    return this.now;
  }

  /** Takes over what the bucket of all was last seen to hold. */
  follow({ tokens, rate, throttledAt }: BucketLevel): void {
    this.now = { tokens, rate, throttledAt };
    this.filledAt = performance.now();
  }
}
