import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { GroupSort, TriageFilter, TriageSort } from "@/lib/core/contracts/triage-filter";
import type { TriageView } from "@/lib/core/domain/triage";
import { apiPath } from "./api-path";
import { executionsKey } from "./executions";
import { fetchJson } from "./fetch-json";

/** Under the executions' key, as a cancellation changes what is stuck. */
const triageKey = (fleetId: string, ...more: readonly unknown[]) =>
  [...executionsKey(fleetId), "triage", ...more] as const;

const toSearch = ({ older, ...filter }: TriageFilter) => ({ ...filter, older: older?.toString() });

export interface StuckOrder {
  sort: TriageSort;
  order: "asc" | "desc";
}

/** Executions that are stuck or wait too long, one a row. */
export function stuckQuery(fleetId: string, filter: TriageFilter, order: StuckOrder) {
  return infiniteQueryOptions({
    queryKey: triageKey(fleetId, "list", filter, order),
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        ({ triagePageSchema }) => triagePageSchema,
        apiPath(fleetId, "stuck"),
        { ...toSearch(filter), ...order, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

export interface GroupOrder {
  by: GroupSort;
  dir: "asc" | "desc";
}

/** The same by job, thing or reason. */
export function stuckGroupsQuery(
  fleetId: string,
  view: Exclude<TriageView, "age">,
  filter: TriageFilter,
  order: GroupOrder,
) {
  return infiniteQueryOptions({
    queryKey: triageKey(fleetId, "groups", view, filter, order),
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        ({ triageGroupsSchema }) => triageGroupsSchema,
        apiPath(fleetId, "stuck", "groups"),
        { ...toSearch(filter), view, ...order, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** How many match a filter. Slower than the first page, so a read of its own. */
export function stuckTotalQuery(fleetId: string, filter: TriageFilter) {
  return queryOptions({
    queryKey: triageKey(fleetId, "total", filter),
    queryFn: ({ signal }) =>
      fetchJson(
        ({ triageTotalSchema }) => triageTotalSchema,
        apiPath(fleetId, "stuck", "total"),
        toSearch(filter),
        signal,
      ),
  });
}

/** How many are stuck, and how old the index is. */
export function triageCountsQuery(fleetId: string) {
  return queryOptions({
    queryKey: triageKey(fleetId, "counts"),
    queryFn: ({ signal }) =>
      fetchJson(
        ({ triageCountsSchema }) => triageCountsSchema,
        apiPath(fleetId, "stuck", "counts"),
        {},
        signal,
      ),
    staleTime: 10_000,
  });
}

/** What the index has of the things in view. */
export function openOfThingsQuery(fleetId: string, things: readonly string[]) {
  return queryOptions({
    queryKey: triageKey(fleetId, "open", things),
    queryFn: ({ signal }) =>
      fetchJson(
        ({ openOfThingsSchema }) => openOfThingsSchema,
        apiPath(fleetId, "stuck", "open"),
        { things: things.join(",") },
        signal,
      ),
    staleTime: 10_000,
  });
}

/** The person's saved views. */
export function savedViewsQuery(fleetId: string) {
  return queryOptions({
    queryKey: [fleetId, "saved-views"],
    queryFn: ({ signal }) =>
      fetchJson(({ savedViewsSchema }) => savedViewsSchema, apiPath(fleetId, "stuck", "views"), {}, signal),
    staleTime: 60_000,
  });
}
