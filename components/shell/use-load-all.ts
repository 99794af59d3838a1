"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ReadFailed } from "@/lib/client/queries/fetch-json";
import type { LiveList } from "./use-live-list";

/** The most rows that the page holds: a job's usual most, some 60 MB in a browser. Beyond it one filters by status. */
export const MAX_LOADED = 100_000;

/** Our own server answers a request too many with 429, and has room again within a second or two. */
const BUSY_WAIT_MS = 2_000;

export interface LoadAll {
  state: "off" | "loading" | "failed";
  /** The page holds all that it may, and AWS has more. */
  isFull: boolean;
  start: () => void;
  stop: () => void;
}

/**
 * Loads page after page until there is no more, someone stops it, or a page fails: then it waits to be started again.
 * Where our own server is asked too often, it waits and goes on.
 *
 * @param question what the list answers; another question ends the loading
 */
export function useLoadAll(
  list: Pick<
    LiveList<unknown>,
    "rows" | "hasMore" | "loadMore" | "isLoadingMore" | "isRefreshing" | "isLoading" | "error"
  >,
  question: string,
): LoadAll {
  const [wanted, setWanted] = useState<string | null>(null);
  const isFull = list.hasMore && list.rows.length >= MAX_LOADED;
  const isOn = wanted === question && list.hasMore && !isFull;
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
      setWanted(question);
      // After a failure the list still has its error, and only a page that is read takes it away.
      if (list.error !== null && isFree) void list.loadMore();
    },
    stop: () => setWanted(null),
  };
}

const isTooMany = (failure: ReadFailure) => failure.kind === "console" && failure.because === "busy";
