"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { CancelExecutionButton } from "@/components/executions/cancel-execution-button";
import { NarrowStatus } from "@/components/executions/narrow-status";
import { RowStatus } from "@/components/executions/row-status";
import { NO_ROWS, useCancelDialog, whyNothingToCancel } from "@/components/executions/use-cancel-dialog";
import { SelectionBarPlace } from "@/components/operations/selection-bar-place";
import { useConsole } from "@/components/shell/console-context";
import { executionHref } from "@/components/shell/fleet-href";
import { ListError } from "@/components/shell/list-error";
import { ListFooter } from "@/components/shell/list-footer";
import { NoneSoFar } from "@/components/shell/none-so-far";
import type { LiveList } from "@/components/shell/use-live-list";
import { useSearchState } from "@/components/shell/use-search-state";
import type { DataColumn } from "@/components/ui/data-column";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { ExactTime } from "@/components/ui/exact-time";
import { FilterChip, FilterChips } from "@/components/ui/filter-chip";
import { onDemand } from "@/components/ui/on-demand";
import { Panel } from "@/components/ui/panel";
import type { RowSelection } from "@/components/ui/row-selection";
import { Skeleton } from "@/components/ui/skeleton";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import { useIsPicking } from "@/components/ui/use-row-selection";
import { thingExecutionsFilter } from "@/lib/core/contracts/filters";
import type { Execution, ExecutionSummary } from "@/lib/core/domain/execution";
import { versionWord } from "@/lib/core/format/version-words";
import { executionQuery } from "@/lib/client/queries/executions";

/** Lists contain neither version nor details, and describing a row costs a call: so many open rows are described. */
const DESCRIBED_ROWS = 10;
const DESCRIBE_EVERY_MS = 15_000;

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

function jobColumn(fleetId: string): DataColumn<ExecutionSummary> {
  return {
    id: "job",
    header: "Job",
    mono: true,
    minWidth: 180,
    cell: ({ thingName, jobId, status }) => (
      <>
        <Link
          href={executionHref(fleetId, thingName, jobId)}
          prefetch={false}
          className="hover:underline"
          title={jobId}
        >
          {jobId}
        </Link>
        <NarrowStatus status={status} />
      </>
    ),
  };
}

const statusColumn = (typeName: string | null | undefined): DataColumn<ExecutionSummary> => ({
  id: "status",
  header: "Status",
  width: 192, // "In progress" and "stuck" side by side
  cell: (row) => <RowStatus execution={row} typeName={typeName} />,
});

const timeColumn = (
  id: "queuedAt" | "startedAt" | "lastUpdatedAt",
  header: string,
): DataColumn<ExecutionSummary> => ({
  id,
  header,
  width: 124,
  cell: (row) => <ExactTime date={row[id]} />,
});

function openColumns(
  fleetId: string,
  rows: readonly ExecutionSummary[],
  typeName: string | null | undefined,
): DataColumn<ExecutionSummary>[] {
  const described = new Set(rows.slice(0, DESCRIBED_ROWS).map((row) => row.jobId));
  return [
    jobColumn(fleetId),
    statusColumn(typeName),
    timeColumn("queuedAt", "Queued"),
    timeColumn("lastUpdatedAt", "Last updated"),
    {
      id: "version",
      header: "Version",
      width: 80,
      cell: (row) => (
        <Described
          execution={row}
          enabled={described.has(row.jobId)}
          show={({ versionNumber }) => versionWord(versionNumber)}
        />
      ),
    },
    {
      id: "details",
      header: "Details",
      minWidth: 160,
      cell: (row) => (
        <Described
          execution={row}
          enabled={described.has(row.jobId)}
          show={({ statusDetails }) => {
            const words = Object.entries(statusDetails).map(([key, value]) => `${key}: ${value}`);
            return words.length === 0 ? (
              "—"
            ) : (
              <span className="font-mono">{words.join(" · ").slice(0, 300)}</span>
            );
          }}
        />
      ),
    },
  ];
}

function finishedColumns(fleetId: string): DataColumn<ExecutionSummary>[] {
  return [
    jobColumn(fleetId),
    statusColumn(null), // none of these is in progress
    timeColumn("queuedAt", "Queued"),
    timeColumn("startedAt", "Started"),
    timeColumn("lastUpdatedAt", "Last updated"),
    { id: "retry", header: "Retries", width: 90, cell: ({ retryAttempt }) => retryAttempt ?? "—" },
  ];
}

function Described({
  execution,
  enabled,
  show,
}: {
  execution: ExecutionSummary;
  enabled: boolean;
  show: (described: Execution) => React.ReactNode;
}) {
  const { fleet } = useConsole();
  const read = useQuery({
    ...executionQuery(fleet.id, execution),
    enabled,
    refetchInterval: DESCRIBE_EVERY_MS,
    staleTime: DESCRIBE_EVERY_MS,
  });
  if (read.data) return show(read.data);
  return enabled && !read.isError ? (
    <Skeleton className="w-10" />
  ) : (
    <span className="text-muted">not read</span>
  );
}
