"use client";

import { useState, type ReactNode } from "react";
import type { DataColumn, TableView } from "./data-column";
import { DataTableViewport } from "./data-table-viewport";
import { useIsDialogOpen } from "./open-dialogs";
import { rowActionsColumn } from "./row-actions-column";
import { selectColumn } from "./select-column";
import { SkeletonRows } from "./skeleton";
import { useRowPicking } from "./use-row-picking";
import { type Selecting, useIsPicking, usePruneSelection } from "./use-row-selection";
import { useSteadyRows } from "./use-steady-rows";

const ROW_HEIGHT = 41;
const MAX_HEIGHT = "max(24rem, calc(100dvh - 19rem))";

/** What people can do with a row. */
export interface RowInteraction<Row> {
  /** Called when another row becomes the active one, which keyboard shortcuts act on. */
  onActivate?: (row: Row) => void;
  /** Called on Enter in the active row. */
  onOpen?: (row: Row) => void;
  /** Buttons at the end of a row. */
  actions?: (row: Row) => ReactNode;
  actionsWidth?: number;
  /** Called with the rows in view when scrolling stops, to read more about these rows only. */
  onInView?: (rows: readonly Row[]) => void;
}

/** Whether the rows are loaded, loading or failed to load. */
export interface TableReading {
  /** The first rows are loading. */
  isLoading?: boolean;
  /** The rows are those of the previous view. Those of the current view are loading. */
  isStale?: boolean;
  /** Why a read failed. Shown above the rows, or in place of them if there are none. */
  error?: ReactNode;
  /** Shown if there are no rows. */
  empty?: ReactNode;
}

export interface TablePaging {
  /** Called as the end of the rows comes near, once until `rows` has another length. Omit it if there are no more. */
  onEndReached?: () => void;
  /** How many rows there are in all, loaded or not; -1 when nobody knows. */
  totalRows?: number;
}

export interface DataTableProps<Row> {
  /** The table's accessible name. */
  label: string;
  columns: readonly DataColumn<Row>[];
  /** Pass the same array as long as its rows are the same. */
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  view?: TableView;
  reading: TableReading;
  paging?: TablePaging;
  /** Gives each row a checkbox, and the header one for all rows. */
  selecting?: Selecting<Row>;
  interaction?: RowInteraction<Row>;
  layout?: { rowHeight?: number; maxHeight?: string; footer?: ReactNode };
}

/**
 * A table that is fast with 100,000 rows, and whose rows do not move while somebody points at them.
 *
 * Only the rows in view are in the page. The table's own box scrolls, both ways, under a header that stays. While the
 * pointer is over the rows, rows are selected, or a dialog is open, no row moves or vanishes: contents change in place,
 * new rows come last, and a row that left the list is dimmed and has no actions.
 */
export function DataTable<Row>({
  label,
  columns: ownColumns,
  rows,
  rowKey,
  view = {},
  reading,
  paging = {},
  selecting,
  interaction = {},
  layout = {},
}: DataTableProps<Row>) {
  "use memo"; // with unchanged columns, the rows in view need no render, and up to 100,000 rows no count
  const [pointed, setPointed] = useState(false);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const isDialogOpen = useIsDialogOpen();
  // The table is inert behind a dialog, so no event reports that the pointer left it.
  if (isDialogOpen && pointed) setPointed(false);
  const isPicking = useIsPicking(selecting?.selection);
  const viewKey = viewKeyOf(view);
  const isHeld = isPicking || pointed || isDialogOpen;
  const { rows: steady, gone } = useSteadyRows(rows, rowKey, isHeld, viewKey);
  const isGone = (row: Row) => gone.has(rowKey(row));

  usePruneSelection(selecting, rows, rowKey);
  const pick = useRowPicking(selecting, steady, gone, rowKey);
  const columns = [
    ...(selecting ? [selectColumn(selecting, rowKey, steady, gone, pick)] : []),
    ...ownColumns,
    ...(interaction.actions ? [rowActionsColumn(interaction.actions, isGone, interaction.actionsWidth)] : []),
  ];
  const activate = (row: Row) => {
    setActiveKey(rowKey(row));
    interaction.onActivate?.(row);
  };
  const { isLoading = false, isStale = false, error, empty } = reading;

  return (
    <div className="relative min-w-0 rounded-[inherit]">
      {isStale && <StaleLine />}
      {error && steady.length > 0 && <div className="border-b border-line p-3">{error}</div>}
      <DataTableViewport
        label={label}
        columns={columns}
        shown={{ rows: steady, rowKey, isGone, selection: selecting?.selection }}
        view={{ ...view, key: viewKey }}
        active={{ key: activeKey, onActivate: activate, onOpen: interaction.onOpen }}
        onPick={selecting && pick.one}
        watch={{
          onEndReached: paging.onEndReached,
          onRowsInView: interaction.onInView,
          onPointerHold: setPointed,
        }}
        rowCount={paging.totalRows ?? (paging.onEndReached ? -1 : steady.length)}
        size={{ rowHeight: layout.rowHeight ?? ROW_HEIGHT, maxHeight: layout.maxHeight ?? MAX_HEIGHT }}
        reading={{
          isBusy: isLoading || isStale,
          placeholder: error ?? (isLoading ? <SkeletonRows rows={8} /> : empty),
        }}
      />
      {layout.footer && (
        <div className="border-t border-line px-3 py-2 text-sm text-muted">{layout.footer}</div>
      )}
    </div>
  );
}

const viewKeyOf = ({ key = "", sort }: TableView) =>
  `${key} ${sort ? `${sort.columnId} ${sort.direction}` : ""}`;

function StaleLine() {
  return (
    <div aria-hidden className="absolute inset-x-0 top-0 z-20 h-0.5 overflow-hidden">
      <div className="h-full w-1/4 animate-stale bg-accent" />
    </div>
  );
}
