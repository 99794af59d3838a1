"use client";

import { useRouter } from "next/navigation";
import { useDeferredValue } from "react";
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
import { ExecutionStatusChips } from "./execution-status-chips";
import { ExecutionsFooter } from "./executions-footer";
import { JobCountersBar } from "./job-counters-bar";
import { ListError } from "@/components/shell/list-error";
import { executionRowKey, sortExecutions, uniqueExecutions } from "./sort-executions";
import { triesNote } from "./tries-note";
import { ThingNameFilter } from "./thing-name-filter";
import { useLoadAll } from "@/components/shell/use-load-all";
import { useShownRows } from "@/components/shell/use-shown-rows";

const JobSelectionBar = onDemand(
  () => import("./job-selection-bar").then((module) => module.JobSelectionBar),
  ({ selection }) => <SelectionBarPlace selection={selection} />,
);

// Most jobs have some.
const NoExecutions = onDemand(() => import("./no-executions").then((module) => module.NoExecutions));

type SearchState = SearchControl<typeof jobExecutionsFilter>;

/** A job's executions. AWS filters by status; name and order act on what is loaded, and the page says so. */
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
  const { fleet } = useConsole();
  const router = useRouter();
  const isHydrated = useIsHydrated();
  const { status, name, sort, order } = search.state;
  const question = `${jobId} ${status.join()}`;
  const loadAll = useLoadAll(list, question);
  const loaded = uniqueExecutions(useShownRows(list, loadAll.state === "loading"));
  // With 100,000 rows these take tens of milliseconds: after the key that was pressed, not before it shows.
  const view = useDeferredValue({ loaded, name, sort, order });
  const rows = filterByName(sortExecutions(view.loaded, view.sort, view.order), view.name);
  // With rows selected, `c` means those.
  const canceling = useCancelDialog(useIsPicking(selection) ? NO_ROWS : rows);

  const isWhole = status.length === 0 && !list.hasMore && !list.isLoading;
  const tries = counts && triesNote(counts, retries, isWhole ? loaded : null);
  const expected = counts && countedIn(counts, status);
  // More rows would come in between the others, or not show at all: then only a button loads them.
  const loadsByScrolling = list.hasMore && !loadAll.isFull && sort === null && name === null;

  return (
    <>
      <Panel className="mb-3.5">
        {counts && (
          <div className="mb-3.5">
            <JobCountersBar counts={counts} />
          </div>
        )}
        <ExecutionStatusChips
          counts={counts}
          chosen={status}
          onChange={(chosen) => search.push({ status: chosen })}
        />
        <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5">
          <p className="min-w-0 flex-1 basis-72 text-xs text-muted">
            {counts &&
              `${tries ?? (retries ? "AWS counts tries, not things." : "AWS counts executions, not things.")} Its counts follow with a delay.`}
            {status.length > 1 &&
              ` ${status.length} statuses are on: AWS lists one at a time, so ${status.length} lists are merged here.`}
          </p>
          <div className="w-full sm:w-60">
            <ThingNameFilter name={name} onChange={(text) => search.replace({ name: text })} />
          </div>
        </div>
      </Panel>
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
          selecting={{ selection, whyDenied: whyNothingToCancel, nameOf }}
          viewKey={`${question} ${view.name ?? ""} ${view.sort ?? ""} ${view.order}`}
          sort={sort && { columnId: sort, direction: order }}
          onSort={({ columnId, direction }) => search.push(toSort(columnId, direction))}
          onActiveRowChange={canceling.point}
          // Where AWS does not tell the thing there is no page to open.
          onActivate={({ thingName }) =>
            thingName !== "" && router.push(executionHref(fleet.id, thingName, jobId))
          }
          rowActions={(row) => (
            <CancelExecutionButton execution={row} onCancel={canceling.cancel} size="sm" />
          )}
          rowActionsWidth={106}
          loading={list.isLoading}
          stale={(list.isLoading && rows.length > 0) || view.name !== name}
          onEndReached={loadsByScrolling ? () => void list.loadMore() : undefined}
          totalRows={list.hasMore ? -1 : rows.length}
          maxHeight="max(22rem, calc(100dvh - 34rem))"
          error={list.error && loadAll.state !== "failed" && <ListError what="The executions" list={list} />}
          // Never a button that does nothing yet.
          empty={isHydrated && <NoExecutions search={search} hasMore={list.hasMore} loaded={loaded.length} />}
          footer={
            list.error && loaded.length === 0 ? null : (
              <ExecutionsFooter
                list={list}
                loadAll={loadAll}
                expected={expected}
                view={{ ...view, loaded: loaded.length, shown: rows.length }}
              />
            )
          }
        />
      </Panel>
      {canceling.dialog}
    </>
  );
}

const nameOf = ({ thingName }: ExecutionSummary) => thingName;

function toSort(columnId: string, order: "asc" | "desc") {
  const sort = EXECUTION_SORTS.find((name) => name === columnId) ?? null;
  return { sort, order };
}
