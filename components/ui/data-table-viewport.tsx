"use client";

import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { tableMinWidth, type DataColumn, type TableView } from "./data-column";
import { DataTableBody } from "./data-table-body";
import { DataTableHeader, HEADER_HEIGHT } from "./data-table-header";
import type { ShownRows } from "./shown-rows";
import { useActivateRow } from "./use-activate-row";
import { useFocusRow } from "./use-focus-row";
import { useKeepFocus } from "./use-keep-focus";
import { useRowWindow } from "./use-row-window";
import { useTableKeys } from "./use-table-keys";

// No table library: order, filter and selection live in the URL and on the server. @tanstack/react-table (9 KiB gz)
// took 250 ms to wrap 100,000 rows on each refresh, and gave only headers in return.

/**
 * Rows drawn above and below the visible ones: enough that a flick of the wheel shows no gap, few enough to stay fast.
 */
const OVERSCAN = 8;
/** How many rows before the end the next page is requested. */
const NEAR_END = 20;
/** Pixels, until the real height is known, above all on the server. Fills most screens with rows. */
const FIRST_HEIGHT = 820;

interface DataTableViewportProps<Row> {
  label: string;
  columns: readonly DataColumn<Row>[];
  shown: ShownRows<Row>;
  view: TableView & { key: string };
  /** The row that shortcuts mean. */
  active: { key: string | null; onActivate: (row: Row) => void; onOpen?: (row: Row) => void };
  onPick?: (row: Row, range: boolean) => void;
  /** Events of scrolling and pointing. */
  watch: {
    onEndReached?: () => void;
    onRowsInView?: (rows: readonly Row[]) => void;
    onPointerHold: (held: boolean) => void;
  };
  /** -1 when the number is not known. */
  rowCount: number;
  size: { rowHeight: number; maxHeight: string };
  reading: { isBusy: boolean; placeholder: ReactNode };
}

/** The scrolling part of a DataTable: a real table of which only the rows in view exist. */
export function DataTableViewport<Row>({
  label,
  columns,
  shown,
  view,
  active,
  onPick,
  watch,
  rowCount,
  size,
  reading,
}: DataTableViewportProps<Row>) {
  const { rows, rowKey } = shown;
  const scroller = useRef<HTMLDivElement>(null);
  const rowWindow = useRowWindow(scroller, {
    count: rows.length,
    rowHeight: size.rowHeight,
    headerHeight: HEADER_HEIGHT,
    overscan: OVERSCAN,
    firstHeight: FIRST_HEIGHT,
  });
  const keepFocus = useKeepFocus(scroller);
  useScrollToTop(scroller, view.key);
  useReachEnd(rowWindow.end, rows.length, watch.onEndReached);
  useReportRowsInView(rowWindow, rows, watch.onRowsInView);

  const focusRow = useFocusRow(scroller, rowWindow);
  const activate = useActivateRow(rows, active.onActivate);
  useTableKeys({
    count: rows.length,
    activeIndex: () => rows.findIndex((row) => rowKey(row) === active.key),
    onMove: (index) => {
      rowWindow.scrollToIndex(index);
      activate(index);
      focusRow(index);
    },
    onEnter: active.onOpen && ((index) => rows[index] !== undefined && active.onOpen?.(rows[index])),
    onPick: onPick && ((index, range) => rows[index] !== undefined && onPick(rows[index], range)),
  });

  return (
    <div
      {...keepFocus}
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={`${label}, scrollable`}
      style={{ maxHeight: size.maxHeight }}
      className="relative overflow-auto overscroll-x-contain rounded-[inherit] [overflow-anchor:none] -outline-offset-2"
    >
      <table
        aria-label={label}
        aria-rowcount={rowCount === -1 ? -1 : rowCount + 1}
        aria-busy={reading.isBusy || undefined}
        style={{ minWidth: tableMinWidth(columns) }}
        className="w-full table-fixed border-separate border-spacing-0"
      >
        <DataTableHeader columns={columns} view={view} />
        <DataTableBody
          columns={columns}
          shown={shown}
          range={rowWindow}
          rowHeight={size.rowHeight}
          activeKey={active.key}
          onActivate={activate}
          onPointerHold={watch.onPointerHold}
        />
      </table>
      {rows.length === 0 && reading.placeholder}
    </div>
  );
}

/** Another view is read from the top. */
function useScrollToTop(scroller: RefObject<HTMLElement | null>, viewKey: string) {
  const isFirstView = useRef(true);
  useEffect(() => {
    if (!isFirstView.current) scroller.current?.scrollTo({ top: 0 });
    isFirstView.current = false;
  }, [scroller, viewKey]);
}

/** Asks for more once per number of rows, as their end comes near. */
function useReachEnd(end: number, count: number, onEndReached: (() => void) | undefined) {
  const isNearEnd = count > 0 && end > count - NEAR_END;
  const hasMore = onEndReached !== undefined;
  const reachEnd = useEffectEvent(() => onEndReached?.());
  useEffect(() => {
    if (isNearEnd && hasMore) reachEnd();
  }, [isNearEnd, hasMore, count]);
}

function useReportRowsInView<Row>(
  { first, end, isScrolling }: { first: number; end: number; isScrolling: boolean },
  rows: readonly Row[],
  onRowsInView: ((rows: readonly Row[]) => void) | undefined,
) {
  const report = useEffectEvent(() => onRowsInView?.(rows.slice(first, end)));
  useEffect(() => {
    if (!isScrolling) report();
  }, [isScrolling, first, end, rows]);
}
