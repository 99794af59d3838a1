import type { RowSelection } from "./row-selection";

/** The rows of the table, and which of them can be selected. */
export interface PickableRows<Row> {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  canPick: (row: Row) => boolean;
}

/**
 * Toggles a row. With `range`, all rows from the last one picked to this one get the state of this one; rows that
 * cannot be selected are skipped. A selection of everything is not changed row by row.
 */
export function pickRow<Row>(
  selection: RowSelection<Row>,
  { rows, rowKey, canPick }: PickableRows<Row>,
  row: Row,
  range: boolean,
): void {
  if (selection.isWhole || !canPick(row)) return;
  const key = rowKey(row);
  const on = !selection.has(key, row);
  const from = range ? rows.findIndex((each) => rowKey(each) === selection.anchor) : -1;
  selection.anchor = key;
  if (from === -1) {
    selection.pick([[key, row]], on);
    return;
  }
  const to = rows.findIndex((each) => rowKey(each) === key);
  const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1).filter(canPick);
  selection.pick(keyed(between, rowKey), on);
}

/** Selects all rows in the table that can be selected; clears the selection where all are. */
export function pickAllRows<Row>(
  selection: RowSelection<Row>,
  { rows, rowKey, canPick }: PickableRows<Row>,
): void {
  const pickable = rows.filter(canPick);
  if (selection.isWhole || selection.size >= pickable.length) {
    selection.clear();
    return;
  }
  selection.pick(keyed(pickable, rowKey), true);
}

/** One pair at a time: 100,000 pairs at once would be megabytes of garbage. */
function* keyed<Row>(rows: readonly Row[], rowKey: (row: Row) => string): Generator<[string, Row]> {
  for (const row of rows) yield [rowKey(row), row];
}
