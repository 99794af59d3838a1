"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ReadFailed } from "@/lib/client/queries/fetch-json";
import type { LiveList } from "./use-live-list";

/** The most rows that a page holds: some 60 MB in a browser. Few jobs have more; a filter by status reaches the others. */
export const MAX_LOADED = 100_000;

/** Our own server answers 429 to too many requests, and takes more within a second or two. */
const BUSY_WAIT_MS = 2_000;

export interface LoadAll {
  state: "off" | "loading" | "failed";
  /** The page holds as many rows as it may, and AWS has more. */
  isFull: boolean;
  start: () => void;
  stop: () => void;
}

/**
 * Loads page after page until there is no more, the person stops it, or a page fails. After a failure it waits to be
 * started again; after a 429 of our own server it continues by itself.
 *
 * @param request what the list shows, as a key; another request ends the loading
 */
export function useLoadAll(
  list: Pick<
    LiveList<unknown>,
    "rows" | "hasMore" | "loadMore" | "isLoadingMore" | "isRefreshing" | "isLoading" | "error"
  >,
  request: string,
): LoadAll {
  const [wanted, setWanted] = useState<string | null>(null);
  const isFull = list.hasMore && list.rows.length >= MAX_LOADED;
  const isOn = wanted === request && list.hasMore && !isFull;
  const isFree = !list.isLoadingMore && !list.isRefreshing && !list.isLoading;

  const isBusy = list.error instanceof ReadFailed && isTooMany(list.error.failure);

  const loadNext = useEffectEvent(() => void list.loadMore());
  useEffect(() => {
    if (!isOn || !isFree) return;
    if (list.error === null) loadNext();
    if (!isBusy) return;
    const timer = setTimeout(loadNext, BUSY_WAIT_MS);
    return () => clearTimeout(timer);
  }, [isOn, isFree, isBusy, list.error, list.rows.length]);

  return {
    state: !isOn ? "off" : list.error !== null && !isBusy && !list.isLoadingMore ? "failed" : "loading",
    isFull,
    start: () => {
      setWanted(request);
      // After a failure the list keeps its error until a page is read.
      if (list.error !== null && isFree) void list.loadMore();
    },
    stop: () => setWanted(null),
  };
}

const isTooMany = (failure: ReadFailure) => failure.kind === "console" && failure.because === "busy";
