import type { ReactNode } from "react";

/** One column of a DataTable. */
export interface DataColumn<Row> {
  id: string;
  /** The header's text, also its accessible name. */
  header: string;
  /** The cell of a row. Called for visible rows only. */
  cell: (row: Row) => ReactNode;
  /** Pixels. A column without it shares what is left; at least one should. */
  width?: number;
  /** Pixels, for a column without a width. */
  minWidth?: number;
  align?: "start" | "end";
  /** Stays at the right edge when the table scrolls sideways. For the last column, with a width. */
  pinned?: boolean;
  mono?: boolean;
  sortable?: boolean;
  /** Replaces the header's text, such as a checkbox for all rows. */
  headerCell?: ReactNode;
  /** The header's text is for screen readers only. */
  headerHidden?: boolean;
}

export interface DataSort {
  columnId: string;
  direction: "asc" | "desc";
}

/** Which rows a table shows, and in which order. */
export interface TableView {
  /** Changes with the filter. Rows of another view may move under the pointer, and are read from the top. */
  key?: string;
  sort?: DataSort | null;
  onSort?: (sort: DataSort) => void;
}

const FLEXIBLE_MIN_WIDTH = 160;

/** Pixels. A narrower table scrolls sideways. */
export function tableMinWidth(columns: readonly { width?: number; minWidth?: number }[]): number {
  return columns.reduce((sum, column) => sum + (column.width ?? column.minWidth ?? FLEXIBLE_MIN_WIDTH), 0);
}
