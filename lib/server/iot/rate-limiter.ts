import { ApiQueue, type Pace } from "./api-queue";
import type { Priority } from "./priority";
import type { SharedBuckets } from "./token-bucket";

/** Keeps the calls of AWS within a rate per API. */
export interface RateLimiter<Api extends string> {
  /** Waits until a call may be made. @throws RateLimitExceeded when the queue is too long */
  acquire(api: Api, priority: Priority): Promise<void>;
  /** AWS throttled a call of this API. */
  throttled(api: Api, sentMsAgo: number): void;
  /** AWS answered a call of this API. */
  answered(api: Api): void;
  /** The current rate, as far as this process knows. Null: the API has no limit. */
  pace(api: Api): Pace | null;
}

/**
 * Creates a rate limiter: token buckets, priority queues with a fair share, and a rate that adapts.
 *
 * **Token bucket.** Each API has a bucket that fills at its rate and holds a second's worth. A call takes one token, or
 * waits for it. Only people may empty the bucket: all others leave half a second's worth in it. So a person finds
 * tokens at once whatever runs, and AWS's own bucket is never so empty that a call which arrives a little early is
 * throttled (measured at a quota of 10/s and a share of 100 %: steady-pace.test.ts).
 *
 * **Priority queue.** Calls that wait are served by priority.
 *
 * **Fair share.** Each queue is guaranteed one call in every `ONE_IN` calls: an operation may run for hours, and people
 * and the index must not wait for its end.
 *
 * **AIMD.** The quota is the account's, and others use it too. So the rate adapts by additive increase and
 * multiplicative decrease, as TCP's does: a throttled answer halves it, and every good answer adds a fiftieth of the
 * aim. A rate of 8/s that was halved is back after about 25 answers.
 *
 * **Bounded wait.** A call that would wait longer than `MAX_WAIT_MS` is refused at once. A person then sees "throttled"
 * with a Retry, instead of a page that never comes.
 *
 * **Several instances** share their buckets. While those cannot be reached, each continues from what it last saw there.
 *
 * @param rateOf calls a second per API; Infinity for no limit
 * @param shared the buckets of all instances; null where there is one instance
 */
export function createRateLimiter<Api extends string>(
  rateOf: (api: Api) => number,
  shared: SharedBuckets | null = null,
): RateLimiter<Api> {
  const queues = new Map<Api, ApiQueue | null>();
  const queueOf = (api: Api): ApiQueue | null => {
    const known = queues.get(api);
    if (known !== undefined) return known;
    const aim = rateOf(api);
    const queue = aim === Infinity ? null : new ApiQueue(api, aim, shared);
    queues.set(api, queue);
    return queue;
  };

  return {
    acquire: (api, priority) => queueOf(api)?.acquire(priority) ?? Promise.resolve(),
    throttled: (api, sentMsAgo) => queueOf(api)?.slowDown(sentMsAgo),
    answered: (api) => queueOf(api)?.speedUp(),
    pace: (api) => queueOf(api)?.pace() ?? null,
  };
}
