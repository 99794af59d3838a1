import type { RowSelection } from "./row-selection";

/** The rows of a table in the order of the screen, in view or not. */
export interface ShownRows<Row> {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Whether the row left the list, and keeps its place only so that nothing moves. */
  isGone: (row: Row) => boolean;
  selection: RowSelection<Row> | undefined;
}
