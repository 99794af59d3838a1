/** The rows to show, and which of them left the list. */
export interface SteadyRows<Row> {
  rows: readonly Row[];
  /** Keys of rows that left the list and keep their place. */
  gone: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * The rows to show so that nothing moves under a pointer.
 *
 * Not held: the new rows. Held: the previous order. Contents are replaced in place, rows that vanished stay as last
 * seen, and new rows come last. The same array costs nothing: a pointer that enters 100,000 rows must not delay the
 * next frame.
 */
export function steadyRows<Row>(
  before: readonly Row[],
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  held: boolean,
): SteadyRows<Row> {
  if (!held || before.length === 0 || before === rows) return { rows, gone: NONE };
  const fresh = new Map(rows.map((row) => [rowKey(row), row]));
  const gone = new Set<string>();
  const kept = before.map((row) => {
    const key = rowKey(row);
    const now = fresh.get(key);
    if (now === undefined) gone.add(key);
    fresh.delete(key);
    return now ?? row;
  });
  return { rows: [...kept, ...fresh.values()], gone };
}
