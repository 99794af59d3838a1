import type { ExecutionStatus } from "../seed/seed-format.ts";
import { EXECUTION_STATUSES, statusCode } from "./execution-status.ts";
import type { RollPage } from "./roll.ts";

const DELETED = 255;

/**
 * The executions of one job, in the order in which they were added.
 *
 * One byte per row holds the status that reads see, so a filtered page takes a few `indexOf` over bytes: microseconds
 * in a job of 100,000, wherever the matching rows are.
 */
export class ExecutionRoll<Row extends { readonly status: ExecutionStatus }> {
  readonly #rows: (Row | undefined)[] = [];
  #codes = new Uint8Array(16);
  readonly #shownCounts = new Array<number>(EXECUTION_STATUSES.length).fill(0);

  /** Positions used so far, those of deleted rows included. */
  get places(): number {
    return this.#rows.length;
  }

  at(place: number): Row | undefined {
    return this.#rows[place];
  }

  /** The position of the next row. */
  add(execution: Row): void {
    const place = this.#rows.push(execution) - 1;
    if (place >= this.#codes.length) {
      const wider = new Uint8Array(this.#codes.length * 2);
      wider.set(this.#codes);
      this.#codes = wider;
    }
    const code = statusCode(execution.status);
    this.#codes[place] = code;
    this.#shownCounts[code]!++;
  }

  /** Sets the status that lists and counters show for the row at this position. */
  show(place: number, status: ExecutionStatus): void {
    const before = this.#codes[place]!;
    if (before === DELETED) return;
    const code = statusCode(status);
    this.#shownCounts[before]!--;
    this.#shownCounts[code]!++;
    this.#codes[place] = code;
  }

  remove(place: number): void {
    const before = this.#codes[place]!;
    if (before === DELETED) return;
    this.#shownCounts[before]!--;
    this.#codes[place] = DELETED;
    this.#rows[place] = undefined;
  }

  shownCount(status: ExecutionStatus): number {
    return this.#shownCounts[statusCode(status)]!;
  }

  page(from: number, limit: number, status: ExecutionStatus | undefined): RollPage<Row> {
    const rows: Row[] = [];
    const code = status === undefined ? undefined : statusCode(status);
    for (
      let place = this.#nextPlace(from, code);
      place < this.#rows.length;
      place = this.#nextPlace(place + 1, code)
    ) {
      if (rows.length === limit) return { rows, next: place };
      rows.push(this.#rows[place]!);
    }
    return { rows, next: undefined };
  }

  #nextPlace(from: number, code: number | undefined): number {
    const end = this.#rows.length;
    if (code === undefined) {
      let place = from;
      while (place < end && this.#codes[place] === DELETED) place++;
      return place;
    }
    const place = this.#codes.indexOf(code, from);
    // Bytes after the last row are zero, which is also the code of QUEUED.
    return place === -1 || place >= end ? end : place;
  }
}
