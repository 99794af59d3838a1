import { LruCache } from "@/lib/server/process/lru-cache";

/** What was asked for, and whether it may go on. `done` is called when it was answered. */
export type Admission = { ok: true; done: () => void } | { ok: false; retryAfterS: number };

/** Seconds of the rate that may be used at once. */
const BURST_S = 10;

/**
 * Seconds of the rate that may be in hand at once. Without this bound a flood would be let in whole by a server that
 * is slow, as the bucket fills while it works. A browser opens six connections, an office behind one address a hundred.
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
 * Bounds how often each address, or each person, may ask: a bucket of tokens that fills at a steady rate, and how
 * much may be under way.
 *
 * It counts in this process. Of several instances each allows its own rate: good enough against a script run
 * wild, which is what it is for; an attack from many addresses is for what stands before us.
 *
 * @param ratePerSecond in the long run; ten seconds' worth may be used at once
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
 * Who shares a bucket: an IPv4 address, or the 64 bits of an IPv6 address that one household gets. The rest of
 * those 128 bits is the asker's own to change with every request.
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
