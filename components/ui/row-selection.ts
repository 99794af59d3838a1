/** Rows that refreshes took out of a selection since the person last changed it. */
export interface DroppedRows {
  /** They are still in the list, and can no longer be selected. */
  refused: number;
  /** They are no longer in the list. */
  gone: number;
  /** Everything was selected, and the list now shows another filter. */
  whole: boolean;
}

export const NONE_DROPPED: DroppedRows = { refused: 0, gone: 0, whole: false };

/**
 * Which rows of a table are ticked, in one of two ways: row by row, or as a whole that includes rows that are not
 * loaded.
 *
 * It lives outside of React, so that a click among 100,000 rows renders one row and the count. What it reports is a
 * number, a boolean or the same object as before, as `useSyncExternalStore` needs.
 */
export class RowSelection<Row> {
  readonly #picked = new Map<string, Row>();
  readonly #listeners = new Set<() => void>();
  #covers: ((row: Row) => boolean) | null = null;
  #wholeKey: string | null = null;
  #dropped = NONE_DROPPED;
  #isRequestedAhead = false;
  /** The row picked last, where a range starts. */
  anchor: string | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** How many rows are picked one by one. */
  get size(): number {
    return this.#picked.size;
  }
  /** Everything that the list's filter covers is selected, loaded or not. */
  get isWhole(): boolean {
    return this.#covers !== null;
  }
  get isEmpty(): boolean {
    return this.size === 0 && !this.isWhole;
  }
  get dropped(): DroppedRows {
    return this.#dropped;
  }

  has(key: string, row: Row): boolean {
    return this.#covers?.(row) ?? this.#picked.has(key);
  }

  rows(): Row[] {
    return [...this.#picked.values()];
  }

  /** Adds `entries` to the picked rows, or removes them. */
  pick(entries: Iterable<readonly [string, Row]>, on: boolean): void {
    this.#covers = null;
    for (const [key, row] of entries) {
      if (on) this.#picked.set(key, row);
      else this.#picked.delete(key);
    }
    this.#change(NONE_DROPPED);
  }

  /**
   * @param key of what the list shows: another key drops the whole
   * @param covers whether a loaded row is part of the whole, to show it ticked
   */
  pickWhole(key: string, covers: (row: Row) => boolean): void {
    this.#picked.clear();
    this.#wholeKey = key;
    this.#covers = covers;
    this.#change(NONE_DROPPED);
  }

  clear(): void {
    if (this.isEmpty && this.#dropped === NONE_DROPPED) return;
    this.#picked.clear();
    this.#covers = null;
    this.anchor = null;
    this.#isRequestedAhead = false;
    this.#change(NONE_DROPPED);
  }

  /** Requests the plan before the code that opens it has loaded. */
  requestAhead(): void {
    this.#isRequestedAhead = true;
  }

  /** For the code that has loaded now. @returns whether the plan was requested before; true once only */
  takeAheadRequest(): boolean {
    const wasAskedAhead = this.#isRequestedAhead;
    this.#isRequestedAhead = false;
    return wasAskedAhead;
  }

  /** Drops the whole if it belongs to another key. */
  dropOtherWhole(key: string): void {
    if (!this.isWhole || key === this.#wholeKey) return;
    this.#covers = null;
    this.#change({ refused: 0, gone: 0, whole: true });
  }

  /**
   * Replaces the picked rows by those in `fresh` that can still be selected, and counts those it drops. A whole stays.
   */
  refresh(fresh: ReadonlyMap<string, Row>, isRefused: (row: Row) => boolean): void {
    const { whole } = this.#dropped;
    let { refused, gone } = this.#dropped;
    for (const key of [...this.#picked.keys()]) {
      const now = fresh.get(key);
      if (now !== undefined && !isRefused(now)) {
        this.#picked.set(key, now);
        continue;
      }
      this.#picked.delete(key);
      if (now === undefined) gone++;
      else refused++;
    }
    if (refused + gone > this.#dropped.refused + this.#dropped.gone) this.#change({ refused, gone, whole });
  }

  #change(dropped: DroppedRows): void {
    this.#dropped = dropped;
    for (const listener of this.#listeners) listener();
  }
}
