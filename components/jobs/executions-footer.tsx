"use client";

import { LoadButtons } from "@/components/shell/load-buttons";
import { toFailure } from "@/components/shell/read-error";
import type { LiveList } from "@/components/shell/use-live-list";
import { type LoadAll, MAX_LOADED } from "@/components/shell/use-load-all";
import { Kbd } from "@/components/ui/kbd";
import { ProgressBar } from "@/components/ui/progress-bar";
import { countWords } from "@/lib/core/format/count";
import { readFailureMessage } from "@/lib/core/format/read-failure-message";
import { loadedWords, scopeWords } from "./loaded-words";

type FooterList = Pick<
  LiveList<unknown>,
  "rows" | "hasMore" | "loadMore" | "isLoadingMore" | "isLoading" | "liveness" | "error"
>;

const FULL = `This page holds ${countWords(MAX_LOADED)} at most: choose a status to reach the others.`;
const NOT_LIVE = "With so many loaded they do not refresh by themselves: use Refresh.";

/** How much is loaded, what the filter and the order act on, and the buttons that load more. */
export function ExecutionsFooter({
  list,
  loadAll,
  expected,
  view,
}: {
  list: FooterList;
  loadAll: LoadAll;
  /** AWS's count of the statuses that are on. */
  expected: number | null;
  view: { name: string | null; sort: string | null; shown: number; loaded: number };
}) {
  if (list.isLoading) return <>Loading…</>;
  const isLoadingAll = loadAll.state === "loading";
  const count = isLoadingAll ? list.rows.length : view.loaded;
  const scope = scopeWords({
    filtered: view.name !== null,
    sorted: view.sort !== null,
    shown: view.shown,
    loaded: view.loaded,
    expected,
    hasMore: list.hasMore,
  });

  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div className="min-w-0">
        <p role="status" className="tabular-nums">
          {[
            isLoadingAll ? null : `${loadedWords(count, expected, list.hasMore)}.`,
            scope,
            loadAll.isFull ? FULL : null,
            list.liveness === "large" && !isLoadingAll ? NOT_LIVE : null,
          ]
            .filter((words) => words !== null)
            .join(" ")}
        </p>
        {isLoadingAll && (
          <div className="flex items-center gap-3">
            <span className="shrink-0 tabular-nums">{loadedWords(count, expected, true)}</span>
            <span className="w-40">
              <ProgressBar
                label="Loading all executions"
                value={count}
                max={expected !== null && expected > count ? expected : undefined}
              />
            </span>
          </div>
        )}
        {loadAll.state === "failed" && list.error && (
          <p role="alert" className="text-danger">
            Loading all paused. {readFailureMessage(toFailure(list.error))}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2.5">
        <LoadButtons list={list} loadAll={loadAll} />
        <span className="hidden items-center gap-1.5 text-xs lg:flex">
          <Kbd>J</Kbd> <Kbd>K</Kbd> move <Kbd>X</Kbd> select <Kbd>C</Kbd> cancel
        </span>
      </div>
    </div>
  );
}
