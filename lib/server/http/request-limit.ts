import { LruCache } from "@/lib/server/process/lru-cache";

/** Whether a request is admitted. `done` has to be called when it has been answered. */
export type Admission = { ok: true; done: () => void } | { ok: false; retryAfterS: number };

/** The capacity of the bucket, in seconds of the rate. */
const BURST_S = 10;

/**
 * How many requests may be in flight at once, in seconds of the rate. Without this bound a slow server would admit a
 * whole flood, since the bucket refills while it works. A browser opens six connections, an office behind one address a
 * hundred.
 */
const IN_FLIGHT_S = 2;

/** Some 150 bytes each. */
const MAX_KEYS = 10_000;

interface Bucket {
  tokens: number;
  filledAtMs: number;
  inFlight: number;
}

/**
 * Limits the requests of each key (an address or a person) by a token bucket, and by how many are in flight.
 *
 * It counts in this process, so each of several instances allows the full rate. That is enough against a script gone
 * wild, which is what it is for. An attack from many addresses has to be stopped in front of the console.
 *
 * @param ratePerSecond in the long run. Ten seconds' worth may be used at once
 */
export function createRequestLimit(ratePerSecond: number, now: () => number = () => performance.now()) {
  const buckets = new LruCache<string, Bucket>(MAX_KEYS);
  const full = ratePerSecond * BURST_S;
  const maxInFlight = ratePerSecond * IN_FLIGHT_S;

  function bucketOf(key: string): Bucket {
    const atMs = now();
    const bucket = buckets.get(key) ?? { tokens: full, filledAtMs: atMs, inFlight: 0 };
    bucket.tokens = Math.min(full, bucket.tokens + ((atMs - bucket.filledAtMs) / 1000) * ratePerSecond);
    bucket.filledAtMs = atMs;
    buckets.set(key, bucket);
    return bucket;
  }

  return {
    admit(key: string): Admission {
      const bucket = bucketOf(key);
      if (bucket.inFlight >= maxInFlight) return { ok: false, retryAfterS: 1 };
      if (bucket.tokens < 1)
        return { ok: false, retryAfterS: Math.max(1, Math.ceil((1 - bucket.tokens) / ratePerSecond)) };
      bucket.tokens -= 1;
      bucket.inFlight += 1;
      return { ok: true, done: () => (bucket.inFlight -= 1) };
    },
  };
}

/**
 * The key of an address: an IPv4 address, or the first 64 bits of an IPv6 address, which one household gets. It can
 * change the other 64 bits with every request.
 */
export function limitKeyOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<string>(zeros).fill("0"), ...back].slice(0, 4).join(":");
}
