"use client";

import { Button } from "@/components/ui/button";
import type { LoadAll } from "./use-load-all";
import type { LiveList } from "./use-live-list";

/** The buttons that load more of a list. One button loads all, stops, and continues, so that it keeps the focus. */
export function LoadButtons({
  list,
  loadAll: { state, isFull, start, stop },
}: {
  list: Pick<LiveList<unknown>, "hasMore" | "loadMore" | "isLoadingMore">;
  loadAll: LoadAll;
}) {
  if (!list.hasMore || isFull) return null;
  return (
    <span className="flex flex-wrap items-center gap-2.5">
      <Button size="sm" onClick={state === "loading" ? stop : start}>
        {state === "loading" ? "Stop loading" : state === "failed" ? "Go on" : "Load all"}
      </Button>
      {state === "failed" && (
        <Button size="sm" onClick={stop}>
          Stop loading
        </Button>
      )}
      {state === "off" && (
        <Button size="sm" onClick={() => void list.loadMore()} pending={list.isLoadingMore}>
          Load more
        </Button>
      )}
    </span>
  );
}
