/**
 * A token bucket for the calls of one API: it fills at its rate and holds a second's worth.
 *
 * A draw may take tokens in advance, which leaves the level below zero: each of those calls is made when the bucket would
 * have had its token. So a call that waits needs one draw, and does not poll.
 */
export interface TokenBucket {
  /** Takes up to `wanted` tokens, and leaves at least `floor`. @throws when the bucket cannot be reached */
  draw(order: DrawOrder): Promise<BucketLevel & { taken: number }>;
  /** Lowers the rate, since AWS throttled a call. @throws when the bucket cannot be reached */
  slowDown(order: SlowOrder): Promise<void>;
}

export interface PaceLimits {
  /** Calls a second when AWS does not throttle. */
  aim: number;
  /** Tokens that it holds at most. */
  burst: number;
  /** Calls a second that are left however much AWS throttles. */
  leastRate: number;
}

export interface DrawOrder {
  wanted: number;
  floor: number;
  /** Calls a second to add to the rate, for answers that were not throttled. */
  gain: number;
}

export interface SlowOrder {
  factor: number;
  /** When the throttled call was sent. One sent before the rate was last lowered does not lower it further. */
  sentMsAgo: number;
}

export interface BucketLevel {
  tokens: number;
  rate: number;
  throttledAt: Date | null;
}

/** Opens the bucket of an API that several processes draw from. */
export type OpenTokenBucket = (api: string, limits: PaceLimits) => TokenBucket;

export interface SharedBuckets {
  open: OpenTokenBucket;
  /** Called when a bucket that could be reached no longer can. The process continues with a bucket of its own. */
  onUnreachable: (error: unknown) => void;
}

/** A bucket in the memory of this process. */
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

  /** Sets the level to that of the shared bucket. */
  follow({ tokens, rate, throttledAt }: BucketLevel): void {
    this.now = { tokens, rate, throttledAt };
    this.filledAt = performance.now();
  }
}
