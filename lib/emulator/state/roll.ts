export type RollPage<T> = { rows: T[]; next: number | undefined };

/**
 * Rows in the order of their arrival, each at a place that is never given to another row.
 *
 * A page starts at a place, so rows that come or go meanwhile neither skip nor repeat the others, and
 * no page costs a sort.
 */
export class Roll<T> {
  readonly #rows: (T | undefined)[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The place that the next row gets. */
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

  /** Looks for the row: only for rolls that are known to be short. */
  removeRow(row: T): void {
    const place = this.#rows.indexOf(row);
    if (place !== -1) this.remove(place);
  }

  /** Oldest first. `next` is the place of the next row that matches, or undefined when there is none. */
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

  /** Newest first, from `from` downwards; the first page starts at `Infinity`. */
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
