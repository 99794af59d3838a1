import type { RowSelection } from "./row-selection";

/** The rows as they stand in the table now, and which of them can be selected. */
export interface PickableRows<Row> {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  canPick: (row: Row) => boolean;
}

/**
 * Ticks a row or unticks it. With `range`, all rows from the one picked last to this one come into the state
 * that this one gets; those that cannot be selected are passed over. A whole is not taken apart row by row.
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

/** Ticks all rows in the table that can be selected; where all are, nothing is selected any more. */
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

/** One after another: 100,000 pairs at once would be garbage of some megabytes. */
function* keyed<Row>(rows: readonly Row[], rowKey: (row: Row) => string): Generator<[string, Row]> {
  for (const row of rows) yield [rowKey(row), row];
}
