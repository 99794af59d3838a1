"use client";

import { useConsole } from "@/components/shell/console-context";
import { LoadButtons } from "@/components/shell/load-buttons";
import type { LiveList } from "@/components/shell/use-live-list";
import type { LoadAll } from "@/components/shell/use-load-all";
import { useLiveQuery } from "@/components/shell/use-live-query";
import type { TriageFilter } from "@/lib/core/contracts/triage-filter";
import { countOf } from "@/lib/core/format/count";
import { countedWords } from "@/lib/core/format/index-age-words";
import { mayFitWords } from "@/lib/core/format/triage-words";
import { stuckTotalQuery } from "@/lib/client/queries/triage";

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
  /** The noun for a row. */
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
      <LoadButtons list={list} loadAll={loadAll} />
    </span>
  );
}
