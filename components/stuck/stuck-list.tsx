"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { CancelExecutionButton } from "@/components/executions/cancel-execution-button";
import { NO_ROWS, useCancelDialog, whyNothingToCancel } from "@/components/executions/use-cancel-dialog";
import { BulkCancelBar } from "@/components/operations/bulk-cancel-bar";
import { useLoadAll } from "@/components/shell/use-load-all";
import { useConsole } from "@/components/shell/console-context";
import { executionHref } from "@/components/shell/fleet-href";
import { ListError } from "@/components/shell/list-error";
import type { LiveList } from "@/components/shell/use-live-list";
import type { SearchControl } from "@/components/shell/use-search-state";
import { useShownRows } from "@/components/shell/use-shown-rows";
import { DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import type { RowSelection } from "@/components/ui/row-selection";
import { useIsPicking } from "@/components/ui/use-row-selection";
import { TRIAGE_SORTS, type TriageFilter, type triageState } from "@/lib/core/contracts/triage-filter";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import type { TriagedExecution } from "@/lib/core/domain/triage";
import { stuckColumns } from "./stuck-columns";
import { StuckFooter } from "./stuck-footer";

export type StuckRow = TriagedExecution & ExecutionSummary;

/** Two lines of a name, or three of a sentence. */
const ROW_HEIGHT = 53;

/**
 * Stuck by age, one execution a row. The index fills the list; the plan and the dialog read AWS before anything
 * happens.
 */
export function StuckList({
  list,
  isIndexWhole,
  search,
  filter,
  selection,
  empty,
}: {
  list: LiveList<StuckRow>;
  isIndexWhole: boolean;
  search: SearchControl<typeof triageState>;
  filter: TriageFilter;
  selection: RowSelection<StuckRow>;
  empty: ReactNode;
}) {
  "use memo"; // up to 100,000 rows: columns and callbacks that stay the same spare the table's rows a render
  const { fleet } = useConsole();
  const router = useRouter();
  const { sort, order } = search.state;
  const loadAll = useLoadAll(list, JSON.stringify([filter, sort, order]));
  const rows = useShownRows(list, loadAll.state === "loading");
  // While rows are selected, `c` acts on them.
  const canceling = useCancelDialog(useIsPicking(selection) ? NO_ROWS : rows);
  return (
    <Panel padded={false}>
      <BulkCancelBar selection={selection} whole={null} />
      <DataTable
        label="Stuck executions"
        columns={stuckColumns<StuckRow>(fleet.id)}
        rows={rows}
        rowKey={rowKey}
        selecting={{ selection, whyDenied: whyNothingToCancel, nameOf }}
        view={{
          key: JSON.stringify(filter),
          sort: { columnId: sort, direction: order },
          onSort: ({ columnId, direction }) =>
            search.push({
              sort: TRIAGE_SORTS.find((name) => name === columnId) ?? "since",
              order: direction,
            }),
        }}
        reading={{
          isLoading: list.isLoading,
          isStale: list.isLoading && rows.length > 0,
          error: list.error && <ListError what="What is stuck" list={list} />,
          empty,
        }}
        paging={{ onEndReached: list.hasMore && !loadAll.isFull ? () => void list.loadMore() : undefined }}
        interaction={{
          onActivate: canceling.point,
          onOpen: (row) => router.push(executionHref(fleet.id, row.thingName, row.jobId)),
          actions: (row) => <CancelExecutionButton execution={row} onCancel={canceling.cancel} size="sm" />,
          actionsWidth: 106,
        }}
        layout={{
          rowHeight: ROW_HEIGHT,
          maxHeight: "max(22rem, calc(100dvh - 24rem))",
          footer: (
            <StuckFooter
              list={list}
              loadAll={loadAll}
              isIndexWhole={isIndexWhole}
              filter={filter}
              one="execution"
            />
          ),
        }}
      />
      {canceling.dialog}
    </Panel>
  );
}

const rowKey = ({ thingName, jobId }: StuckRow) => `${thingName}/${jobId}`;
const nameOf = ({ thingName, jobId }: StuckRow) => `${jobId} on ${thingName}`;
