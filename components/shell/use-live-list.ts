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

/** The server shares what it has read for 2 s, so ten people at this pace cost AWS as much as one or two. */
export const REFRESH_EVERY_MS = 5_000;

/**
 * A refresh reads each loaded page again, in order, as tokens only go forward. Past this many
 * pages that would take the account's quota for seconds, so the list stops refreshing by itself and says so.
 */
export const MAX_LIVE_PAGES = 4;

/**
 * While rows are selected: seldom enough to leave them in peace, often enough that a selection somebody forgot does
 * not make the list old for good. The table holds its rows in place, and says which the selection lost.
 */
const SELECTING_REFRESH_EVERY_MS = 60_000;

export interface LiveList<Row> {
  rows: Row[];
  /** The oldest read among what is shown; null before the first answer. */
  readAt: Date | null;
  hasMore: boolean;
  loadMore: () => Promise<unknown>;
  isLoadingMore: boolean;
  refresh: () => void;
  isRefreshing: boolean;
  isLoading: boolean;
  error: Error | null;
  /**
   * `live`: refreshes by itself. `paused`: a dialog is open. `selecting`: each minute. `large`: too many pages are
   * loaded for that.
   */
  liveness: "live" | "paused" | "selecting" | "large";
}

/**
 * A list that goes forward page by page and refreshes by itself while the tab is visible.
 * It holds still while a dialog is open, and nearly so while rows are selected. Rows that were read stay visible while
 * fresh ones load, and when they fail.
 */
export function useLiveList<ListPage extends Page<unknown>, Key extends QueryKey>(
  options: UseInfiniteQueryOptions<ListPage, DefaultError, InfiniteData<ListPage>, Key, string | null>,
  {
    everyMs = REFRESH_EVERY_MS,
    isSelecting = false,
  }: {
    /** False: what it shows changes no more. */
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
    // A page that took a while to get here refreshes at once, which the server did not know of.
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
