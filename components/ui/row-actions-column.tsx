import type { ReactNode } from "react";
import type { DataColumn } from "./data-column";

const WIDTH = 120;

/** The buttons at the end of each row. A row that left the list has none: what they act on may be gone. */
export function rowActionsColumn<Row>(
  actions: (row: Row) => ReactNode,
  isGone: (row: Row) => boolean,
  width = WIDTH,
): DataColumn<Row> {
  return {
    id: "row-actions",
    header: "Actions",
    headerHidden: true,
    cell: (row) => (isGone(row) ? <span className="text-muted">left the list</span> : actions(row)),
    width,
    align: "end",
    pinned: true,
  };
}
