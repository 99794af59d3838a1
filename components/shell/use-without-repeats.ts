import { useMemo } from "react";

/** The list without the rows that a later page repeats, as AWS's pages may: each is counted, and shown, once. */
export function useWithoutRepeats<Row, List extends { rows: Row[] }>(
  list: List,
  keyOf: (row: Row) => string,
): List {
  // Tables take the same array for the same rows.
  const rows = useMemo(
    () => [...new Map(list.rows.map((row) => [keyOf(row), row])).values()],
    [list.rows, keyOf],
  );
  return { ...list, rows };
}
