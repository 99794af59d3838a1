import { LoadButtons } from "@/components/shell/load-buttons";
import { toFailure } from "@/components/shell/read-error";
import type { LiveList } from "@/components/shell/use-live-list";
import type { LoadAll } from "@/components/shell/use-load-all";
import { countWords, executionsWords } from "@/lib/core/format/count";
import { readFailureMessage } from "@/lib/core/format/read-failure-message";

/** How many of the items are loaded, and the ways to load more. */
export function ItemsFooter({
  list,
  loadAll,
  expected,
}: {
  list: Pick<
    LiveList<unknown>,
    "rows" | "hasMore" | "loadMore" | "isLoadingMore" | "isLoading" | "liveness" | "error"
  >;
  loadAll: LoadAll;
  /** How many items there are; null where a filter by name narrows them down. */
  expected: number | null;
}) {
  if (list.isLoading) return <>Loading…</>;
  const loaded = list.rows.length;
  const words = list.hasMore
    ? `${countWords(loaded)} loaded${expected !== null && expected > loaded ? ` of ${countWords(expected)}` : ", more to come"}.`
    : `${executionsWords(loaded)}: these are all.`;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div>
        <span className="tabular-nums">{words}</span>
        {list.liveness === "large" && " With so many loaded they do not refresh by themselves: use Refresh."}
        {loadAll.state === "failed" && list.error && (
          <p role="alert" className="text-danger">
            Loading all paused. {readFailureMessage(toFailure(list.error))}
          </p>
        )}
      </div>
      <LoadButtons list={list} loadAll={loadAll} />
    </div>
  );
}
