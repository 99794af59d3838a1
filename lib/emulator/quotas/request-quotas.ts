import { bucketOf, SERVICE_RATES } from "./service-rates.ts";

type Bucket = { tokens: number; filledAtMs: number; rate: number };

/**
 * One token bucket per API and region with a capacity of one second's worth; AWS does not document its bursts. Real time
 * fills the buckets; moving the emulator's clock does not.
 */
export class RequestQuotas {
  isOn: boolean;
  readonly #overrides = new Map<string, number>();
  readonly #buckets = new Map<string, Bucket>();

  constructor(isOn: boolean) {
    this.isOn = isOn;
  }

  /** Sets the rate of an API, whether quotas are on or off. Null restores the service's own. */
  override(api: string, perSecond: number | null): void {
    if (perSecond === null) this.#overrides.delete(bucketOf(api));
    else this.#overrides.set(bucketOf(api), perSecond);
    for (const key of this.#buckets.keys()) if (key.endsWith(` ${bucketOf(api)}`)) this.#buckets.delete(key);
  }

  get overrides(): Record<string, number> {
    return Object.fromEntries(this.#overrides);
  }

  reset(isOn: boolean): void {
    this.isOn = isOn;
    this.#overrides.clear();
    this.#buckets.clear();
  }

  /** Takes a token for one call. @returns false when the call has to be throttled */
  take(api: string, region: string, nowMs = performance.now()): boolean {
    const name = bucketOf(api);
    const rate = this.#overrides.get(name) ?? (this.isOn ? SERVICE_RATES[name] : undefined);
    if (rate === undefined) return true;
    const key = `${region} ${name}`;
    let bucket = this.#buckets.get(key);
    if (!bucket || bucket.rate !== rate) {
      bucket = { tokens: rate, filledAtMs: nowMs, rate };
      this.#buckets.set(key, bucket);
    }
    bucket.tokens = Math.min(Math.max(rate, 1), bucket.tokens + ((nowMs - bucket.filledAtMs) / 1_000) * rate);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}
