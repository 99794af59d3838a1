/**
 * A map that holds at most `limit` entries. Setting one more evicts the least recently used: `get` and `set` both count
 * as a use. Both take constant time, since a Map iterates in the order of insertion.
 */
export class LruCache<Key, Value extends NonNullable<unknown>> {
  readonly #limit: number;
  readonly #entries = new Map<Key, Value>();

  /** @param limit entries, 1 or more */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.#moveToEnd(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.#moveToEnd(key, value);
    if (this.#entries.size > this.#limit) this.#entries.delete(this.#entries.keys().next().value!);
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }

  /** The keys, the least recently used first. Entries may be deleted while iterating. */
  keys(): IterableIterator<Key> {
    return this.#entries.keys();
  }

  #moveToEnd(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
  }
}
