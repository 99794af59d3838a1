import { useMemo } from "react";

/** The list without rows that a later page of AWS repeats, so that each is counted and shown once. */
export function useWithoutRepeats<Row, List extends { rows: Row[] }>(
  list: List,
  keyOf: (row: Row) => string,
): List {
  // The table compares the array: a new one means other rows.
  const rows = useMemo(
    () => [...new Map(list.rows.map((row) => [keyOf(row), row])).values()],
    [list.rows, keyOf],
  );
  return { ...list, rows };
}
