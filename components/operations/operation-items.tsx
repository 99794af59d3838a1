"use client";

import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef } from "react";
import { ThingNameFilter } from "@/components/jobs/thing-name-filter";
import { useLoadAll } from "@/components/shell/use-load-all";
import { useConsole } from "@/components/shell/console-context";
import { executionHref } from "@/components/shell/fleet-href";
import { ListError } from "@/components/shell/list-error";
import type { LiveList } from "@/components/shell/use-live-list";
import { MAX_LIVE_PAGES, REFRESH_EVERY_MS, useLiveList } from "@/components/shell/use-live-list";
import { useSearchState } from "@/components/shell/use-search-state";
import { useShownRows } from "@/components/shell/use-shown-rows";
import { buttonClass } from "@/components/ui/button-class";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { operationItemsFilter } from "@/lib/core/contracts/operation-filter";
import { countIn } from "@/lib/core/domain/item-groups";
import { isOver, type Operation, type OperationItem } from "@/lib/core/domain/operation";
import { operationCsvPath, operationItemsQuery } from "@/lib/client/queries/operations";
import { ItemChips } from "./item-chips";
import { itemColumns } from "./item-columns";
import { ItemsFooter } from "./items-footer";
import { RetryItemsButton } from "./retry-items-button";

/** Every execution of the operation, with how it ended and why. */
export function OperationItems({ operation }: { operation: Operation }) {
  "use memo"; // up to 100,000 rows: columns and callbacks that stay the same spare the table's rows a render
  const { fleet } = useConsole();
  const router = useRouter();
  const search = useSearchState(operationItemsFilter);
  const filter = search.state;
  const over = isOver(operation.state);
  const list = useLiveList(
    {
      ...operationItemsQuery(fleet.id, operation.id, filter),
      refetchOnMount: isSmall,
      refetchOnReconnect: isSmall,
    },
    { everyMs: over ? false : REFRESH_EVERY_MS },
  );
  useLastRead(list, over);
  const viewKey = JSON.stringify(filter);
  const loadAll = useLoadAll(list, viewKey);
  const rows = useShownRows(list, loadAll.state === "loading");
  const expected = filter.name === null ? countIn(filter.show, operation.counts) : null;

  return (
    <Panel padded={false}>
      <div className="flex flex-wrap items-center gap-2.5 border-b border-line px-3 py-2.5">
        <div className="min-w-0 flex-1 basis-80">
          <ItemChips
            counts={operation.counts}
            chosen={filter.show}
            onChange={(show) => search.push({ show })}
          />
        </div>
        <a
          href={operationCsvPath(fleet.id, operation.id, filter)}
          download
          className={buttonClass("default", "md")}
        >
          <Download aria-hidden />
          CSV
        </a>
        <RetryItemsButton operation={operation} show={filter.show} />
        <div className="w-full">
          <ThingNameFilter name={filter.name} onChange={(name) => search.replace({ name })} />
        </div>
      </div>
      <DataTable
        label="Executions of this operation"
        columns={itemColumns(fleet.id, operation.question.kind !== "job")}
        rows={rows}
        rowKey={({ seq }) => String(seq)}
        view={{ key: viewKey }}
        reading={{
          isLoading: list.isLoading,
          isStale: list.isLoading && rows.length > 0,
          error: list.error && loadAll.state !== "failed" && <ListError what="The executions" list={list} />,
          empty: <EmptyState title="No execution of this operation matches these filters" />,
        }}
        paging={{
          onEndReached: list.hasMore && !loadAll.isFull ? () => void list.loadMore() : undefined,
          totalRows: expected ?? (list.hasMore ? -1 : rows.length),
        }}
        interaction={{
          onOpen: ({ thingName, jobId }) => router.push(executionHref(fleet.id, thingName, jobId)),
        }}
        layout={{
          maxHeight: "max(24rem, calc(100dvh - 26rem))",
          footer:
            list.error && rows.length === 0 ? null : (
              <ItemsFooter list={list} loadAll={loadAll} expected={expected} />
            ),
        }}
      />
    </Panel>
  );
}

const isSmall = ({ state }: { state: { data?: { pages: readonly unknown[] } | undefined } }) =>
  (state.data?.pages.length ?? 0) <= MAX_LIVE_PAGES;

/** Reads once more when the operation ends while someone watches: nothing refreshes from then on. */
function useLastRead(list: Pick<LiveList<OperationItem>, "refresh">, over: boolean) {
  const wasOver = useRef(over);
  const refresh = useEffectEvent(list.refresh);
  useEffect(() => {
    if (over && !wasOver.current) refresh();
    wasOver.current = over;
  }, [over]);
}
