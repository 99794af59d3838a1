import type {
  BucketLevel,
  DrawOrder,
  OwnTokenBucket,
  SharedBuckets,
  SlowOrder,
  TokenBucket,
} from "./token-bucket";

/** A shared bucket answers within milliseconds. A person must not wait for one that cannot be reached. */
const ANSWER_WITHIN_MS = 1_000;
const TRY_AGAIN_MS = 5_000;

/**
 * The bucket that all instances share, with the process's own as a fallback.
 *
 * The process's own bucket copies the level of each answer of the shared bucket. While the shared bucket cannot be
 * reached, the process continues from the level that it saw last, and tries again every few seconds.
 */
export class FallbackBucket {
  readonly #own: OwnTokenBucket;
  readonly #shared: TokenBucket | null;
  readonly #onUnreachable: SharedBuckets["onUnreachable"];
  #tryAgainAtMs = -Infinity;
  #isLost = false;

  /** @param shared null: the process has the quota to itself */
  constructor(
    own: OwnTokenBucket,
    shared: TokenBucket | null,
    onUnreachable: SharedBuckets["onUnreachable"],
  ) {
    this.#own = own;
    this.#shared = shared;
    this.#onUnreachable = onUnreachable;
  }

  async draw(order: DrawOrder): Promise<BucketLevel & { taken: number }> {
    const shared = this.#reachable();
    if (shared !== null) {
      try {
        const drawn = await within(ANSWER_WITHIN_MS, shared.draw(order));
        this.#own.follow(drawn);
        this.#isLost = false;
        return drawn;
      } catch (error) {
        this.#leave(error);
      }
    }
    const taken = this.#own.draw(order);
    return { ...this.#own.level(), taken };
  }

  /** @returns whether the rate was lowered. It is not if the call was sent before the rate was last lowered */
  slowDown(order: SlowOrder): boolean {
    if (!this.#own.slowDown(order)) return false;
    this.#reachable()
      ?.slowDown(order)
      .catch((error: unknown) => this.#leave(error));
    return true;
  }

  /** The level that this process saw last. */
  level(): Readonly<BucketLevel> {
    return this.#own.level();
  }

  #reachable(): TokenBucket | null {
    return performance.now() >= this.#tryAgainAtMs ? this.#shared : null;
  }

  #leave(error: unknown): void {
    if (!this.#isLost) this.#onUnreachable(error);
    this.#isLost = true;
    this.#tryAgainAtMs = performance.now() + TRY_AGAIN_MS;
  }
}

function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
    void promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
