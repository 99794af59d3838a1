/**
 * The rows to show so that nothing moves under a pointer.
 *
 * Not held: the new rows as they are. Held: the order of before; contents are replaced in place, rows that
 * vanished stay as they were last seen, rows that are new come last.
 */
export function steadyRows<Row>(
  before: readonly Row[],
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  held: boolean,
): readonly Row[] {
  if (!held || before.length === 0) return rows;
  const fresh = new Map(rows.map((row) => [rowKey(row), row]));
  const kept = before.map((row) => {
    const key = rowKey(row);
    const now = fresh.get(key) ?? row;
    fresh.delete(key);
    return now;
  });
  return [...kept, ...fresh.values()];
}
