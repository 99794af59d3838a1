export type RollPage<T> = { rows: T[]; next: number | undefined };

/**
 * Rows in the order in which they were added, each at a position that is never reused.
 *
 * A page starts at a position, so rows added or removed between two pages make no other row appear twice or not at all,
 * and no page needs a sort.
 */
export class Roll<T> {
  readonly #rows: (T | undefined)[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The position of the next row. */
  get nextPlace(): number {
    return this.#rows.length;
  }

  add(row: T): number {
    this.#count++;
    return this.#rows.push(row) - 1;
  }

  remove(place: number): void {
    if (this.#rows[place] === undefined) return;
    this.#rows[place] = undefined;
    this.#count--;
  }

  /** Removes the row by a linear search: only for rolls that are known to be short. */
  removeRow(row: T): void {
    const place = this.#rows.indexOf(row);
    if (place !== -1) this.remove(place);
  }

  /** Oldest first. `next` is the position of the next matching row, or undefined when there is none. */
  page(from: number, limit: number, matches: (row: T) => boolean): RollPage<T> {
    const rows: T[] = [];
    for (let place = from; place < this.#rows.length; place++) {
      const row = this.#rows[place];
      if (row === undefined || !matches(row)) continue;
      if (rows.length === limit) return { rows, next: place };
      rows.push(row);
    }
    return { rows, next: undefined };
  }

  /** Newest first, from position `from` downwards. The first page starts at `Infinity`. */
  pageNewestFirst(from: number, limit: number, matches: (row: T) => boolean): RollPage<T> {
    const rows: T[] = [];
    for (let place = Math.min(from, this.#rows.length - 1); place >= 0; place--) {
      const row = this.#rows[place];
      if (row === undefined || !matches(row)) continue;
      if (rows.length === limit) return { rows, next: place };
      rows.push(row);
    }
    return { rows, next: undefined };
  }

  *[Symbol.iterator](): Generator<T> {
    for (const row of this.#rows) if (row !== undefined) yield row;
  }
}
