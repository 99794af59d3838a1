"use client";

import { useRouter } from "next/navigation";
import { useDeferredValue, useMemo } from "react";
import { CancelExecutionButton } from "@/components/executions/cancel-execution-button";
import { NO_ROWS, useCancelDialog, whyNothingToCancel } from "@/components/executions/use-cancel-dialog";
import { SelectionBarPlace } from "@/components/operations/selection-bar-place";
import { useConsole } from "@/components/shell/console-context";
import { executionHref } from "@/components/shell/fleet-href";
import type { LiveList } from "@/components/shell/use-live-list";
import type { SearchControl } from "@/components/shell/use-search-state";
import { DataTable } from "@/components/ui/data-table";
import { onDemand } from "@/components/ui/on-demand";
import { Panel } from "@/components/ui/panel";
import type { RowSelection } from "@/components/ui/row-selection";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import { useIsPicking } from "@/components/ui/use-row-selection";
import { EXECUTION_SORTS, type jobExecutionsFilter } from "@/lib/core/contracts/filters";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { filterByName } from "@/lib/core/domain/filter-by-name";
import type { JobCounts } from "@/lib/core/domain/job";
import { countedIn } from "./counters-words";
import { executionColumns } from "./execution-columns";
import { ExecutionsFooter } from "./executions-footer";
import { JobExecutionsFilter } from "./job-executions-filter";
import { ListError } from "@/components/shell/list-error";
import { executionRowKey, sortExecutions, uniqueExecutions } from "./sort-executions";
import { useLoadAll } from "@/components/shell/use-load-all";
import { useShownRows } from "@/components/shell/use-shown-rows";

const JobSelectionBar = onDemand(
  () => import("./job-selection-bar").then((module) => module.JobSelectionBar),
  ({ selection }) => <SelectionBarPlace selection={selection} />,
);

// Most jobs have executions, so this code loads only when one has none.
const NoExecutions = onDemand(() => import("./no-executions").then((module) => module.NoExecutions));

type SearchState = SearchControl<typeof jobExecutionsFilter>;

/**
 * A job's executions. AWS filters by status; the filter by name and the order act on what is loaded, and the page says
 * so.
 */
export function JobExecutions({
  jobId,
  counts,
  retries,
  list,
  search,
  selection,
}: {
  jobId: string;
  counts: JobCounts | null;
  /** Whether the job retries what fails. */
  retries: boolean;
  list: LiveList<ExecutionSummary>;
  search: SearchState;
  selection: RowSelection<ExecutionSummary>;
}) {
  "use memo"; // with unchanged columns and callbacks, the table need not render its rows again; there may be 100,000
  const { fleet } = useConsole();
  const router = useRouter();
  const isHydrated = useIsHydrated();
  const { status, name, sort, order } = search.state;
  const viewKey = `${jobId} ${status.join()}`;
  const loadAll = useLoadAll(list, viewKey);
  const { loaded, view, rows } = useSortedRows(useShownRows(list, loadAll.state === "loading"), search.state);
  // While rows are selected, `c` acts on them.
  const canceling = useCancelDialog(useIsPicking(selection) ? NO_ROWS : rows);

  // If the rows are sorted or filtered by name, the next page does not appear at the end, or not at all. So only a button
  // loads it.
  const loadsByScrolling = list.hasMore && !loadAll.isFull && sort === null && name === null;

  return (
    <>
      <JobExecutionsFilter
        counts={counts}
        retries={retries}
        all={status.length === 0 && !list.hasMore && !list.isLoading ? loaded : null}
        search={search}
      />
      <Panel padded={false}>
        {isHydrated ? (
          <JobSelectionBar selection={selection} jobId={jobId} status={status} name={name} counts={counts} />
        ) : (
          <SelectionBarPlace selection={selection} />
        )}
        <DataTable
          label="Executions of this job"
          columns={executionColumns(fleet.id)}
          rows={rows}
          rowKey={executionRowKey}
          view={{
            key: `${viewKey} ${view.name ?? ""} ${view.sort ?? ""} ${view.order}`,
            sort: sort && { columnId: sort, direction: order },
            onSort: ({ columnId, direction }) => search.push(toSort(columnId, direction)),
          }}
          reading={{
            isLoading: list.isLoading,
            isStale: (list.isLoading && rows.length > 0) || view.name !== name,
            error: list.error && loadAll.state !== "failed" && (
              <ListError what="The executions" list={list} />
            ),
            // Before hydration, its buttons would do nothing.
            empty: isHydrated && (
              <NoExecutions search={search} hasMore={list.hasMore} loaded={loaded.length} />
            ),
          }}
          paging={{
            onEndReached: loadsByScrolling ? () => void list.loadMore() : undefined,
            totalRows: list.hasMore ? -1 : rows.length,
          }}
          selecting={{ selection, whyDenied: whyNothingToCancel, nameOf }}
          interaction={{
            onActivate: canceling.point,
            // Without a thing name there is no page to open.
            onOpen: ({ thingName }) =>
              thingName !== "" && router.push(executionHref(fleet.id, thingName, jobId)),
            actions: (row) => <CancelExecutionButton execution={row} onCancel={canceling.cancel} size="sm" />,
            actionsWidth: 106,
          }}
          layout={{
            maxHeight: "max(22rem, calc(100dvh - 34rem))",
            footer:
              list.error && loaded.length === 0 ? null : (
                <ExecutionsFooter
                  list={list}
                  loadAll={loadAll}
                  expected={counts && countedIn(counts, status)}
                  view={{ ...view, loaded: loaded.length, shown: rows.length }}
                />
              ),
          }}
        />
      </Panel>
      {canceling.dialog}
    </>
  );
}

/**
 * Filters and sorts the loaded rows. `view`: the filter and order that `rows` have. They follow the URL with a short
 * delay.
 */
function useSortedRows(shown: readonly ExecutionSummary[], { name, sort, order }: SearchState["state"]) {
  const loaded = useMemo(() => uniqueExecutions(shown), [shown]);
  // Sorting and filtering 100,000 rows takes tens of milliseconds. Deferring it shows the typed text first.
  // React compares the deferred value: a new object on each render would render everything twice.
  const view = useDeferredValue(useMemo(() => ({ loaded, name, sort, order }), [loaded, name, sort, order]));
  // The table compares the array: a new one means other rows.
  const rows = useMemo(
    () => filterByName(sortExecutions(view.loaded, view.sort, view.order), view.name),
    [view],
  );
  return { loaded, view, rows };
}

const nameOf = ({ thingName }: ExecutionSummary) => thingName;

function toSort(columnId: string, order: "asc" | "desc") {
  const sort = EXECUTION_SORTS.find((name) => name === columnId) ?? null;
  return { sort, order };
}
