/** What to show, and which of it is no longer there. */
export interface SteadyRows<Row> {
  rows: readonly Row[];
  /** Keys of rows that left the list and are kept in their place. */
  gone: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * The rows to show so that nothing moves under a pointer.
 *
 * Not held: the new rows as they are. Held: the order of before; contents are replaced in place, rows that
 * vanished stay as they were last seen, rows that are new come last. Rows that are the same array cost nothing:
 * a pointer that enters 100,000 rows must not make the next frame late.
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
