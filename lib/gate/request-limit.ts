/** What was asked for, and whether it may go on. */
export type Taken = { ok: true } | { ok: false; retryAfterS: number };

/** Seconds of the rate that may be used at once. */
const BURST_S = 10;

/** Addresses that are remembered at most, some 100 bytes each; the longest silent are forgotten first. */
const MAX_KEYS = 10_000;

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/**
 * Bounds how often each address, or each person, may ask: a bucket of tokens that fills at a steady rate.
 *
 * It counts in this process. Of several instances each allows its own rate: good enough against a script run
 * wild, which is what it is for; an attack from many addresses is for what stands before us.
 *
 * @param ratePerSecond in the long run; ten seconds' worth may be used at once
 */
export function createRequestLimit(ratePerSecond: number, now: () => number = () => performance.now()) {
  const buckets = new Map<string, Bucket>();
  const full = ratePerSecond * BURST_S;

  return {
    take(key: string): Taken {
      const atMs = now();
      const known = buckets.get(key) ?? { tokens: full, filledAtMs: atMs };
      const tokens = Math.min(full, known.tokens + ((atMs - known.filledAtMs) / 1000) * ratePerSecond);
      const enough = tokens >= 1;
      buckets.delete(key); // put in again at the end: the map's order is that of the last use
      buckets.set(key, { tokens: enough ? tokens - 1 : tokens, filledAtMs: atMs });
      if (buckets.size > MAX_KEYS) buckets.delete(buckets.keys().next().value!);
      return enough
        ? { ok: true }
        : { ok: false, retryAfterS: Math.max(1, Math.ceil((1 - tokens) / ratePerSecond)) };
    },
  };
}

export type RequestLimit = ReturnType<typeof createRequestLimit>;

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
