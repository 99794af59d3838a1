"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { DataColumn, DataSort } from "./data-column";
import { joinClasses } from "./join-classes";

export const HEADER_HEIGHT = 37;

export function DataTableHeaderCell<Row>({
  column,
  sort,
  onSort,
}: {
  column: DataColumn<Row>;
  sort: DataSort | null;
  onSort?: (sort: DataSort) => void;
}) {
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
