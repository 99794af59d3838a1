"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import type { LoadAll } from "@/components/jobs/use-load-all";
import { useConsole } from "@/components/shell/console-context";
import type { LiveList } from "@/components/shell/use-live-list";
import { useLiveQuery } from "@/components/shell/use-live-query";
import { Button } from "@/components/ui/button";
import type { TriageFilter } from "@/lib/contracts/triage-filter";
import { countOf } from "@/lib/format/count";
import { countedWords } from "@/lib/format/index-age-words";
import { mayFitWords } from "@/lib/format/triage-words";
import { stuckTotalQuery } from "@/lib/queries/triage";

const TOTAL_EVERY_MS = 15_000;

/** How many are shown, of how many in the whole index. */
export function StuckFooter({
  list,
  loadAll,
  isIndexWhole,
  filter,
  one,
}: {
  list: Pick<LiveList<unknown>, "rows" | "hasMore" | "loadMore" | "isLoadingMore" | "isLoading" | "readAt">;
  loadAll: LoadAll;
  isIndexWhole: boolean;
  filter: TriageFilter;
  /** What a row is. */
  one: string;
}) {
  const { fleet } = useConsole();
  const counted = useLiveQuery(stuckTotalQuery(fleet.id, filter), TOTAL_EVERY_MS).data;
  if (list.isLoading) return <>Loading…</>;
  if (list.readAt === null) return <>Nothing could be read.</>;
  return (
    <span className="flex flex-wrap items-center justify-between gap-2">
      <span>
        {countOf(list.rows.length, one)} loaded
        {list.hasMore ? ", more to come" : isIndexWhole ? ": these are all" : ": all that was found so far"}.
        {list.hasMore && counted && ` ${countedWords(counted.total)} executions in all.`}
        {counted && mayFitWords(counted.mayFit)}
      </span>
      {list.hasMore && !loadAll.isFull && (
        <span className="flex gap-2.5">
          <Button size="sm" onClick={loadAll.state === "loading" ? loadAll.stop : loadAll.start}>
            {loadAll.state === "loading" ? "Stop" : loadAll.state === "failed" ? "Go on" : "Load all"}
          </Button>
          {loadAll.state === "off" && (
            <Button size="sm" onClick={() => void list.loadMore()} pending={list.isLoadingMore}>
              Load more
            </Button>
          )}
        </span>
      )}
    </span>
  );
}
