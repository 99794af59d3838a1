"use client";

import { memo } from "react";
import type { DataColumn } from "./data-column";
import { joinClasses } from "./join-classes";
import type { RowSelection } from "./row-selection";
import { useIsPicked } from "./use-row-selection";

/**
 * The pinned cell covers what scrolls beneath it, so it needs a background, and its own part of the row's focus ring.
 */
const PINNED =
  "sticky right-0 z-1 max-lg:border-l " +
  "group-focus-visible:border-b-accent group-focus-visible:shadow-[inset_-2px_0_var(--accent),inset_0_2px_var(--accent),inset_0_-1px_var(--accent)]";
/** Scrolls a focused element out from under the pinned column. */
const NOT_PINNED = "[&_:is(a,button,[tabindex])]:scroll-mr-32";

interface DataTableRowProps<Row> {
  row: Row;
  rowKey: string;
  columns: readonly DataColumn<Row>[];
  index: number;
  height: number;
  active: boolean;
  selection: RowSelection<Row> | undefined;
  /** The row left the list, and keeps its place only so that nothing moves. */
  gone: boolean;
  onPoint: (index: number) => void;
}

/** Rendered again only when its own row changes: scrolling through 100,000 rows leaves the others alone. */
export const DataTableRow = memo(function DataTableRow<Row>({
  row,
  rowKey,
  columns,
  index,
  height,
  active,
  selection,
  gone,
  onPoint,
}: DataTableRowProps<Row>) {
  const selected = useIsPicked(selection, rowKey, row);
  return (
    <tr
      tabIndex={-1}
      data-row={index}
      aria-rowindex={index + 2}
      aria-current={active || undefined}
      data-selected={selected || undefined}
      onFocus={() => onPoint(index)}
      onClick={() => onPoint(index)}
      aria-disabled={gone || undefined}
      title={gone ? "No longer in this list" : undefined}
      style={{ height }}
      className={joinClasses(
        "group -outline-offset-2 focus-visible:outline-accent",
        selected ? "bg-accent-soft" : "hover:bg-hover",
        gone && "opacity-50",
        active && "shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      {columns.map((column) => (
        <td
          key={column.id}
          className={joinClasses(
            "overflow-hidden border-b border-line px-3 text-sm text-ellipsis whitespace-nowrap text-body",
            column.mono && "font-mono text-ink",
            column.align === "end" && "text-right tabular-nums",
            column.pinned
              ? joinClasses(PINNED, selected ? "bg-accent-soft" : "bg-panel group-hover:bg-hover")
              : NOT_PINNED,
          )}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: DataTableRowProps<Row>) => React.ReactNode;
