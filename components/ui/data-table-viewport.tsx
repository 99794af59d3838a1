"use client";
// Drawn again as one scrolls, when little of it stays as it was: what the compiler would keep made this file twice as big.
"use no memo";

import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from "react";
import { tableMinWidth, type DataColumn, type DataSort } from "./data-column";
import { DataTableHeaderCell, HEADER_HEIGHT } from "./data-table-header";
import { DataTableRow } from "./data-table-row";
import type { RowSelection } from "./row-selection";
import { useKeepFocus } from "./use-keep-focus";
import { useRowWindow } from "./use-row-window";
import { useTableKeys } from "./use-table-keys";

// There is no table library under this. Order, filter and selection live in the URL and on the server, and
// @tanstack/react-table (9 KiB gz) took 250 ms to wrap 100,000 rows again on each refresh, for nothing but headers.

/** Rows above and below the visible ones: enough that a flick of the wheel shows no gap, few enough to stay fast. */
const OVERSCAN = 8;
/** This many rows before the end, the next page is asked for. */
const NEAR_END = 20;
/** Until the real one is known, on the server above all. Enough to fill most screens with rows. */
const FIRST_HEIGHT = 820;

export interface DataTableViewportProps<Row> {
  label: string;
  /** Another one is another question, whose answer is read from the top. */
  viewKey: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort: DataSort | null;
  onSort?: (sort: DataSort) => void;
  activeRowKey: string | null;
  onActiveRowChange: (row: Row) => void;
  selection: RowSelection<Row> | undefined;
  isRowGone: (row: Row) => boolean;
  onActivate?: (row: Row) => void;
  onPick?: (row: Row, range: boolean) => void;
  onEndReached?: () => void;
  onRowsInView?: (rows: readonly Row[]) => void;
  onPointerHold: (held: boolean) => void;
  keyboard: boolean;
  rowCount: number;
  rowHeight: number;
  maxHeight: string;
  busy: boolean;
  placeholder: ReactNode;
}

/** The scrolling part of a DataTable: a real table of which only the rows in view exist. */
export function DataTableViewport<Row>(props: DataTableViewportProps<Row>) {
  const { columns, rows, rowKey, rowHeight, activeRowKey, onEndReached, onRowsInView } = props;
  const scroller = useRef<HTMLDivElement>(null);

  const { first, end, isScrolling, scrollToIndex } = useRowWindow(scroller, {
    count: rows.length,
    rowHeight,
    headerHeight: HEADER_HEIGHT,
    overscan: OVERSCAN,
    firstHeight: FIRST_HEIGHT,
  });

  const keepFocus = useKeepFocus(scroller);

  const isFirstView = useRef(true);
  useEffect(() => {
    if (!isFirstView.current) scroller.current?.scrollTo({ top: 0 });
    isFirstView.current = false;
  }, [props.viewKey]);

  const nearEnd = rows.length > 0 && end > rows.length - NEAR_END;
  const hasMore = onEndReached !== undefined;
  const reachEnd = useEffectEvent(() => onEndReached?.());
  useEffect(() => {
    if (nearEnd && hasMore) reachEnd();
  }, [nearEnd, hasMore, rows.length]);

  const reportRowsInView = useEffectEvent(() => onRowsInView?.(rows.slice(first, end)));
  useEffect(() => {
    if (!isScrolling) reportRowsInView();
  }, [isScrolling, first, end, rows]);

  const [toFocus, setToFocus] = useState<number | null>(null);
  const focusRow = useEffectEvent(() => {
    if (toFocus === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${toFocus}"]`);
    if (!row) return;
    row.focus({ preventScroll: true });
    setToFocus(null);
  });
  useEffect(() => focusRow(), [toFocus, first, end]);

  const point = usePoint(rows, props.onActiveRowChange);
  useTableKeys({
    enabled: props.keyboard,
    count: rows.length,
    activeIndex: () => rows.findIndex((row) => rowKey(row) === activeRowKey),
    onMove: (index) => {
      scrollToIndex(index);
      point(index);
      setToFocus(index);
    },
    onEnter: props.onActivate && ((index) => rows[index] !== undefined && props.onActivate?.(rows[index])),
    onPick:
      props.onPick && ((index, range) => rows[index] !== undefined && props.onPick?.(rows[index], range)),
  });

  return (
    <div
      {...keepFocus}
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={`${props.label}, scrollable`}
      style={{ maxHeight: props.maxHeight }}
      className="relative overflow-auto overscroll-x-contain rounded-[inherit] [overflow-anchor:none] -outline-offset-2"
    >
      <table
        aria-label={props.label}
        aria-rowcount={props.rowCount === -1 ? -1 : props.rowCount + 1}
        aria-busy={props.busy || undefined}
        style={{ minWidth: tableMinWidth(columns) }}
        className="w-full table-fixed border-separate border-spacing-0"
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <DataTableHeaderCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <Gap height={first * rowHeight} />
        <tbody
          className="[&>tr:last-child>td]:border-b-0"
          onPointerEnter={() => props.onPointerHold(true)}
          onPointerLeave={() => props.onPointerHold(false)}
        >
          {rows.slice(first, end).map((row, offset) => {
            const key = rowKey(row);
            return (
              <DataTableRow
                key={key}
                row={row}
                rowKey={key}
                columns={columns}
                index={first + offset}
                height={rowHeight}
                active={key === activeRowKey}
                selection={props.selection}
                gone={props.isRowGone(row)}
                onPoint={point}
              />
            );
          })}
        </tbody>
        <Gap height={(rows.length - end) * rowHeight} />
      </table>
      {rows.length === 0 && props.placeholder}
    </div>
  );
}

/** The place of the rows that are not drawn. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden>
      <tr style={{ height }} />
    </tbody>
  );
}

/** Tells which row is meant, by a function that stays the same, so that rows need no redrawing for it. */
function usePoint<Row>(rows: readonly Row[], onActiveRowChange: (row: Row) => void) {
  const latest = useRef({ rows, onActiveRowChange });
  useEffect(() => {
    latest.current = { rows, onActiveRowChange };
  });
  const [point] = useState(() => (index: number) => {
    const row = latest.current.rows[index];
    if (row !== undefined) latest.current.onActiveRowChange(row);
  });
  return point;
}
