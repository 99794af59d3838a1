"use client";

import { useState, type ReactNode } from "react";
import type { DataColumn, DataSort } from "./data-column";
import { DataTableViewport } from "./data-table-viewport";
import { useIsDialogOpen } from "./open-dialogs";
import { selectColumn } from "./select-column";
import { SkeletonRows } from "./skeleton";
import { useRowPicking } from "./use-row-picking";
import { type Selecting, useIsPicking, useKeepSelection } from "./use-row-selection";
import { useSteadyRows } from "./use-steady-rows";

const ROW_HEIGHT = 41;
const MAX_HEIGHT = "max(24rem, calc(100dvh - 19rem))";

export interface DataTableProps<Row> {
  /** The table's accessible name. */
  label: string;
  columns: readonly DataColumn<Row>[];
  /** The same array until it holds other rows. */
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Changes when the person asks another question (filter, order): rows may then move under the pointer. */
  viewKey?: string;
  sort?: DataSort | null;
  onSort?: (sort: DataSort) => void;
  /** The row that shortcuts mean. Left out, the table keeps it itself. */
  activeRowKey?: string | null;
  onActiveRowChange?: (row: Row) => void;
  /** Enter on the active row. */
  onActivate?: (row: Row) => void;
  /** Gives each row a box, and the header one for all. */
  selecting?: Selecting<Row>;
  /** Buttons at the end of a row. */
  rowActions?: (row: Row) => ReactNode;
  rowActionsWidth?: number;
  /** No rows yet, and they are on their way. */
  loading?: boolean;
  /** The rows shown answer an earlier question while the new answer is on its way. */
  stale?: boolean;
  /** Why a read failed: in place of the rows where there are none, else above them. */
  error?: ReactNode;
  empty?: ReactNode;
  /** Called once per length of `rows` as their end comes near. Leave it out when there is no more. */
  onEndReached?: () => void;
  /** The rows in view once scrolling rests: for what is read for these only. */
  onRowsInView?: (rows: readonly Row[]) => void;
  /** How many rows there are in all, loaded or not; -1 when nobody knows. */
  totalRows?: number;
  /** j, k, Home, End, Enter, x, shift-x. On, for one table a page. */
  keyboard?: boolean;
  rowHeight?: number;
  maxHeight?: string;
  footer?: ReactNode;
}

/**
 * A table that stays fast with 100,000 rows and still while one points at it.
 *
 * Only rows in view are in the page; its own box scrolls, both ways, under a header that stays. While the pointer is
 * over the rows, rows are selected, or a dialog is open, none moves or vanishes: contents change in place, new rows come
 * last, and a row that is no longer there is dimmed and has no actions until the pointer leaves.
 */
export function DataTable<Row>({
  rows,
  rowKey,
  viewKey = "",
  sort = null,
  rowActions,
  rowActionsWidth = 120,
  loading = false,
  stale = false,
  error,
  empty,
  selecting,
  keyboard = true,
  rowHeight = ROW_HEIGHT,
  maxHeight = MAX_HEIGHT,
  footer,
  ...props
}: DataTableProps<Row>) {
  const [pointed, setPointed] = useState(false);
  const [ownActiveKey, setOwnActiveKey] = useState<string | null>(null);
  const order = sort ? `${sort.columnId} ${sort.direction}` : "";
  const isDialogOpen = useIsDialogOpen();
  // What lies behind a dialog is inert, and is never told that the pointer left.
  if (isDialogOpen && pointed) setPointed(false);
  const isPicking = useIsPicking(selecting?.selection);
  const { rows: steady, gone } = useSteadyRows(
    rows,
    rowKey,
    isPicking || pointed || isDialogOpen,
    `${viewKey} ${order}`,
  );

  const isGone = (row: Row) => gone.has(rowKey(row));

  useKeepSelection(selecting, rows, rowKey);
  const pick = useRowPicking(selecting, steady, gone, rowKey);

  const columns = [
    ...(selecting ? [selectColumn(selecting, rowKey, steady, gone, pick)] : []),
    ...props.columns,
    ...(rowActions ? [actionsColumn(rowActions, rowActionsWidth, isGone)] : []),
  ];

  return (
    <div className="relative min-w-0 rounded-[inherit]">
      {stale && <StaleLine />}
      {error && steady.length > 0 && <div className="border-b border-line p-3">{error}</div>}
      <DataTableViewport
        label={props.label}
        viewKey={`${viewKey} ${order}`}
        columns={columns}
        rows={steady}
        rowKey={rowKey}
        sort={sort}
        onSort={props.onSort}
        activeRowKey={props.activeRowKey === undefined ? ownActiveKey : props.activeRowKey}
        onActiveRowChange={(row) => {
          setOwnActiveKey(rowKey(row));
          props.onActiveRowChange?.(row);
        }}
        selection={selecting?.selection}
        isRowGone={isGone}
        onActivate={props.onActivate}
        onPick={selecting && pick.one}
        onEndReached={props.onEndReached}
        onRowsInView={props.onRowsInView}
        onPointerHold={setPointed}
        keyboard={keyboard}
        rowCount={props.totalRows ?? (props.onEndReached ? -1 : steady.length)}
        rowHeight={rowHeight}
        maxHeight={maxHeight}
        busy={loading || stale}
        placeholder={error ?? (loading ? <SkeletonRows rows={8} /> : empty)}
      />
      {footer && <div className="border-t border-line px-3 py-2 text-sm text-muted">{footer}</div>}
    </div>
  );
}

function actionsColumn<Row>(
  rowActions: (row: Row) => ReactNode,
  width: number,
  isGone: (row: Row) => boolean,
): DataColumn<Row> {
  const cell = (row: Row) =>
    isGone(row) ? <span className="text-muted">left the list</span> : rowActions(row);
  return {
    id: "row-actions",
    header: "Actions",
    headerHidden: true,
    cell,
    width,
    align: "end",
    pinned: true,
  };
}

function StaleLine() {
  return (
    <div aria-hidden className="absolute inset-x-0 top-0 z-20 h-0.5 overflow-hidden">
      <div className="h-full w-1/4 animate-stale bg-accent" />
    </div>
  );
}
