"use client";

import {
  type DefaultError,
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryOptions,
  useInfiniteQuery,
} from "@tanstack/react-query";
import { useMemo } from "react";
import { useIsDialogOpen } from "@/components/ui/open-dialogs";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import type { Page } from "@/lib/core/contracts/page";

/** The server shares a read for 2 s, so ten people at this rate cost AWS as much as one or two. */
export const REFRESH_EVERY_MS = 5_000;

/**
 * A refresh reads each loaded page again, in order, as tokens only go forward. With more pages than this that would
 * take the account's quota for seconds, so the list stops refreshing by itself and says so.
 */
export const MAX_LIVE_PAGES = 4;

/**
 * While rows are selected: seldom enough not to disturb the person, often enough that a forgotten selection does not
 * leave the list old. The table holds its rows in place, and says which rows the selection lost.
 */
const SELECTING_REFRESH_EVERY_MS = 60_000;

export interface LiveList<Row> {
  rows: Row[];
  /** The oldest read of the shown pages; null before the first answer. */
  readAt: Date | null;
  hasMore: boolean;
  loadMore: () => Promise<unknown>;
  isLoadingMore: boolean;
  refresh: () => void;
  isRefreshing: boolean;
  isLoading: boolean;
  error: Error | null;
  /**
   * `live`: refreshes by itself. `paused`: a dialog is open. `selecting`: refreshes once a minute. `large`: has too
   * many pages to refresh.
   */
  liveness: "live" | "paused" | "selecting" | "large";
}

/**
 * A list that loads page by page and refreshes by itself while the tab is visible. It pauses while a dialog is open,
 * and nearly so while rows are selected. Rows stay visible while fresh ones load, and when they fail.
 */
export function useLiveList<ListPage extends Page<unknown>, Key extends QueryKey>(
  options: UseInfiniteQueryOptions<ListPage, DefaultError, InfiniteData<ListPage>, Key, string | null>,
  {
    everyMs = REFRESH_EVERY_MS,
    isSelecting = false,
  }: {
    /** False: the list changes no more. */
    everyMs?: number | false;
    isSelecting?: boolean;
  } = {},
): LiveList<ListPage["rows"][number]> & { pages: ListPage[] } {
  const isDialogOpen = useIsDialogOpen();
  const isHydrated = useIsHydrated();
  const query = useInfiniteQuery({
    ...options,
    refetchInterval: ({ state }) =>
      isDialogOpen || (state.data?.pages.length ?? 0) > MAX_LIVE_PAGES
        ? false
        : isSelecting
          ? SELECTING_REFRESH_EVERY_MS
          : everyMs,
    refetchOnWindowFocus: ({ state }) =>
      !isDialogOpen && !isSelecting && (state.data?.pages.length ?? 0) <= MAX_LIVE_PAGES,
  });
  const pages = useMemo(() => query.data?.pages ?? [], [query.data]);
  // Tables and `useShownRows` compare the array: a new one means other rows.
  const rows = useMemo(() => pages.flatMap((page) => page.rows), [pages]);

  return {
    pages,
    rows,
    readAt: pages.length === 0 ? null : new Date(Math.min(...pages.map((page) => page.readAt.getTime()))),
    hasMore: query.hasNextPage,
    loadMore: () => query.fetchNextPage({ cancelRefetch: false }),
    isLoadingMore: query.isFetchingNextPage,
    refresh: () => void query.refetch(),
    // A page that took a while to arrive refreshes at once, which the server's render could not show.
    isRefreshing: isHydrated && query.isRefetching && !query.isFetchingNextPage,
    isLoading: query.isPending,
    error: query.error,
    liveness: livenessOf(pages.length, isDialogOpen, isSelecting),
  };
}

function livenessOf(
  pages: number,
  isDialogOpen: boolean,
  isSelecting: boolean,
): LiveList<unknown>["liveness"] {
  if (pages > MAX_LIVE_PAGES) return "large";
  if (isDialogOpen) return "paused";
  return isSelecting ? "selecting" : "live";
}
