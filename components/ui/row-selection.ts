/** Rows that a refresh took out of a selection, since the person changed it last. */
export interface DroppedRows {
  /** They are in the list still, and can no longer be selected. */
  refused: number;
  /** They are no longer in the list. */
  gone: number;
  /** The whole that was selected: another question is asked of the list now. */
  whole: boolean;
}

export const NONE_DROPPED: DroppedRows = { refused: 0, gone: 0, whole: false };

/**
 * Which rows of a table are ticked, in one of two ways: row by row, or as a whole that reaches beyond what is loaded.
 *
 * It lives outside of React, so that a click among 100,000 rows redraws one row and the words that count them. What
 * it tells is a number, a boolean or the same object as before, as `useSyncExternalStore` needs.
 */
export class RowSelection<Row> {
  readonly #picked = new Map<string, Row>();
  readonly #listeners = new Set<() => void>();
  #covers: ((row: Row) => boolean) | null = null;
  #question: string | null = null;
  #dropped = NONE_DROPPED;
  #isAskedAhead = false;
  /** The row picked last: a range goes from here. */
  anchor: string | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Rows picked one by one. */
  get size(): number {
    return this.#picked.size;
  }
  /** All that the list's question covers is meant, loaded or not. */
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

  /** Adds `entries` to what is picked, or takes them out. */
  pick(entries: Iterable<readonly [string, Row]>, on: boolean): void {
    this.#covers = null;
    for (const [key, row] of entries) {
      if (on) this.#picked.set(key, row);
      else this.#picked.delete(key);
    }
    this.#change(NONE_DROPPED);
  }

  /**
   * @param question what the list is asked now: the whole is dropped when that changes
   * @param covers whether a loaded row is part of the whole, to show it ticked
   */
  pickWhole(question: string, covers: (row: Row) => boolean): void {
    this.#picked.clear();
    this.#question = question;
    this.#covers = covers;
    this.#change(NONE_DROPPED);
  }

  clear(): void {
    if (this.isEmpty && this.#dropped === NONE_DROPPED) return;
    this.#picked.clear();
    this.#covers = null;
    this.anchor = null;
    this.#isAskedAhead = false;
    this.#change(NONE_DROPPED);
  }

  /** Asks for what can be done with it, before that has been fetched. */
  askAhead(): void {
    this.#isAskedAhead = true;
  }

  /** For what has been fetched now. @returns whether it was asked for before that; once only */
  takeAskedAhead(): boolean {
    const wasAskedAhead = this.#isAskedAhead;
    this.#isAskedAhead = false;
    return wasAskedAhead;
  }

  /** Drops a whole that another question than `question` was about. */
  keepWhole(question: string): void {
    if (!this.isWhole || question === this.#question) return;
    this.#covers = null;
    this.#change({ refused: 0, gone: 0, whole: true });
  }

  /** Goes on with what is among `fresh` and can still be selected; counts what it dropped. A whole stays as it is. */
  keep(fresh: ReadonlyMap<string, Row>, isRefused: (row: Row) => boolean): void {
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
