"use client";

import { useRouter } from "next/navigation";
import { CancelExecutionButton } from "@/components/executions/cancel-execution-button";
import { NO_ROWS, useCancelDialog, whyNothingToCancel } from "@/components/executions/use-cancel-dialog";
import { SelectionBarPlace } from "@/components/operations/selection-bar-place";
import { useConsole } from "@/components/shell/console-context";
import { executionHref } from "@/components/shell/fleet-href";
import { ListError } from "@/components/shell/list-error";
import { ListFooter } from "@/components/shell/list-footer";
import { NoneSoFar } from "@/components/shell/none-so-far";
import type { LiveList } from "@/components/shell/use-live-list";
import { useSearchState } from "@/components/shell/use-search-state";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChip, FilterChips } from "@/components/ui/filter-chip";
import { onDemand } from "@/components/ui/on-demand";
import { Panel } from "@/components/ui/panel";
import type { RowSelection } from "@/components/ui/row-selection";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import { useIsPicking } from "@/components/ui/use-row-selection";
import { thingExecutionsFilter } from "@/lib/core/contracts/filters";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { finishedColumns, openColumns } from "./thing-execution-columns";

const ThingSelectionBar = onDemand(
  () => import("./thing-selection-bar").then((module) => module.ThingSelectionBar),
  ({ selection }) => <SelectionBarPlace selection={selection} />,
);

type Executions = LiveList<ExecutionSummary>;

/** A thing's executions, open or finished. Open ones show version and details, and can be canceled. */
export function ThingExecutions({
  thingName,
  typeName,
  open,
  finished,
  selection,
}: {
  thingName: string;
  /** Undefined until it was read. */
  typeName: string | null | undefined;
  open: Executions;
  finished: Executions;
  selection: RowSelection<ExecutionSummary>;
}) {
  const { fleet } = useConsole();
  const router = useRouter();
  const { state, push } = useSearchState(thingExecutionsFilter);
  const list = state.tab === "open" ? open : finished;
  const isOpen = state.tab === "open";
  const isHydrated = useIsHydrated();
  // While rows are selected, `c` acts on them.
  const canceling = useCancelDialog(useIsPicking(selection) ? NO_ROWS : list.rows);
  const columns =
    state.tab === "open" ? openColumns(fleet.id, list.rows, typeName) : finishedColumns(fleet.id);

  return (
    <Panel
      title="Job executions"
      padded={false}
      aside={
        <FilterChips label="Executions shown">
          <Tab tab="open" words="Open" list={open} shown={state.tab} onShow={() => push({ tab: "open" })} />
          <Tab
            tab="finished"
            words="Finished"
            list={finished}
            shown={state.tab}
            onShow={() => {
              selection.clear(); // none of these could be canceled
              push({ tab: "finished" });
            }}
          />
        </FilterChips>
      }
    >
      {isOpen &&
        (isHydrated ? (
          <ThingSelectionBar selection={selection} thingName={thingName} open={open} />
        ) : (
          <SelectionBarPlace selection={selection} />
        ))}
      <DataTable
        label={
          state.tab === "open" ? `Open executions of ${thingName}` : `Finished executions of ${thingName}`
        }
        columns={columns}
        rows={list.rows}
        rowKey={(row) => `${row.jobId}/${row.executionNumber}`}
        view={{ key: state.tab }}
        reading={{
          isLoading: list.isLoading,
          error: list.error && <ListError what="The executions" list={list} />,
          empty: list.hasMore ? (
            <NoneSoFar />
          ) : isOpen ? (
            <EmptyState title="Nothing open">
              No job is queued for this thing or in progress on it.
            </EmptyState>
          ) : (
            <EmptyState title="Nothing finished yet">Executions that have ended are listed here.</EmptyState>
          ),
        }}
        paging={{ onEndReached: list.hasMore ? () => void list.loadMore() : undefined }}
        selecting={isOpen ? { selection, whyDenied: whyNothingToCancel, nameOf } : undefined}
        interaction={{
          onActivate: canceling.point,
          onOpen: (row) => router.push(executionHref(fleet.id, row.thingName, row.jobId)),
          actions: isOpen
            ? (row) => <CancelExecutionButton execution={row} onCancel={canceling.cancel} size="sm" />
            : undefined,
          actionsWidth: 106,
        }}
        layout={{ maxHeight: "32rem", footer: <ListFooter list={list} one="execution" /> }}
      />
      {canceling.dialog}
    </Panel>
  );
}

const nameOf = ({ jobId }: ExecutionSummary) => jobId;

function Tab({
  tab,
  words,
  list,
  shown,
  onShow,
}: {
  tab: string;
  words: string;
  list: Executions;
  shown: string;
  onShow: () => void;
}) {
  const count = list.readAt === null ? null : `${list.rows.length}${list.hasMore ? "+" : ""}`;
  return (
    <FilterChip type="radio" name="tab" checked={shown === tab} onChange={onShow} count={count}>
      {words}
    </FilterChip>
  );
}
