"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { DataColumn, TableView } from "./data-column";
import { joinClasses } from "./join-classes";

export const HEADER_HEIGHT = 37;

/** The widths of the columns, and their headers. */
export function DataTableHeader<Row>({
  columns,
  view,
}: {
  columns: readonly DataColumn<Row>[];
  view: TableView;
}) {
  return (
    <>
      <colgroup>
        {columns.map((column) => (
          <col key={column.id} style={{ width: column.width }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} view={view} />
          ))}
        </tr>
      </thead>
    </>
  );
}

function HeaderCell<Row>({ column, view: { sort, onSort } }: { column: DataColumn<Row>; view: TableView }) {
  const direction = sort?.columnId === column.id ? sort.direction : null;
  const Arrow = direction === "asc" ? ArrowUp : ArrowDown;
  const sortable = Boolean(column.sortable && onSort);
  return (
    <th
      scope="col"
      aria-sort={sortable ? (direction === null ? "none" : SPOKEN[direction]) : undefined}
      style={{ height: HEADER_HEIGHT }}
      className={joinClasses(
        "sticky top-0 border-b border-line bg-panel px-3 text-xs font-medium whitespace-nowrap text-muted",
        column.pinned ? "right-0 z-11 max-lg:border-l" : "z-10",
        column.align === "end" ? "text-right" : "text-left",
      )}
    >
      {sortable ? (
        <button
          type="button"
          onClick={() => onSort?.({ columnId: column.id, direction: direction === "asc" ? "desc" : "asc" })}
          className="-mx-1 inline-flex items-center gap-1.5 rounded-sm px-1 hover:text-ink"
        >
          {column.header}
          <Arrow aria-hidden className={joinClasses("size-3.5", direction === null && "opacity-0")} />
        </button>
      ) : (
        (column.headerCell ?? <span className={column.headerHidden ? "sr-only" : ""}>{column.header}</span>)
      )}
    </th>
  );
}

const SPOKEN = { asc: "ascending", desc: "descending" } as const;
