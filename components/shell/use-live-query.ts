"use client";

import { type DefaultError, type QueryKey, useQuery, type UseQueryOptions } from "@tanstack/react-query";
import { useIsDialogOpen } from "@/components/ui/open-dialogs";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import { REFRESH_EVERY_MS } from "./use-live-list";

/** One thing, job or execution, refreshed while the tab is visible and no dialog is open. */
export function useLiveQuery<Value, Key extends QueryKey>(
  options: UseQueryOptions<Value, DefaultError, Value, Key>,
  everyMs = REFRESH_EVERY_MS,
) {
  const isDialogOpen = useIsDialogOpen();
  const isHydrated = useIsHydrated();
  const query = useQuery({
    ...options,
    refetchInterval: isDialogOpen ? false : everyMs,
    refetchOnWindowFocus: !isDialogOpen,
  });
  return { ...query, isRefreshing: isHydrated && query.isRefetching };
}
