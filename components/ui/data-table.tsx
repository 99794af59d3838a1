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

/** What one can do with a row. */
export interface RowInteraction<Row> {
  /** The row that shortcuts mean is now another one. */
  onActivate?: (row: Row) => void;
  /** Enter on the active row. */
  onOpen?: (row: Row) => void;
  /** Buttons at the end of a row. */
  actions?: (row: Row) => ReactNode;
  actionsWidth?: number;
  /** The rows in view once scrolling rests: for what is read for these only. */
  onInView?: (rows: readonly Row[]) => void;
}

/** How the reading of the rows stands. */
export interface TableReading {
  /** There are no rows yet, and they are on their way. */
  isLoading?: boolean;
  /** The rows belong to the previous view while those of the current one load. */
  isStale?: boolean;
  /** Why a read failed: in place of the rows where there are none, else above them. */
  error?: ReactNode;
  /** Shown where there are no rows. */
  empty?: ReactNode;
}

export interface TablePaging {
  /** Called once per length of `rows` as their end comes near. Leave it out when there is no more. */
  onEndReached?: () => void;
  /** How many rows there are in all, loaded or not; -1 when nobody knows. */
  totalRows?: number;
}

export interface DataTableProps<Row> {
  /** The table's accessible name. */
  label: string;
  columns: readonly DataColumn<Row>[];
  /** The same array until it holds other rows. */
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  view?: TableView;
  reading: TableReading;
  paging?: TablePaging;
  /** Gives each row a box, and the header one for all. */
  selecting?: Selecting<Row>;
  interaction?: RowInteraction<Row>;
  layout?: { rowHeight?: number; maxHeight?: string; footer?: ReactNode };
}

/**
 * A table that stays fast with 100,000 rows and still while one points at it.
 *
 * Only the rows in view are in the page. The table's own box scrolls, both ways, under a header that stays. While the
 * pointer is over the rows, rows are selected, or a dialog is open, no row moves or vanishes: contents change in place,
 * new rows come last, and a row that left the list is dimmed and has no actions until the pointer leaves.
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
  "use memo"; // up to 100,000 rows: the same columns spare the rows in view a render, and all rows a count
  const [pointed, setPointed] = useState(false);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const isDialogOpen = useIsDialogOpen();
  // What lies behind a dialog is inert: no event says that the pointer left.
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
