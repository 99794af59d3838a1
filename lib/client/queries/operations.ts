import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { OperationItemsFilter } from "@/lib/core/contracts/operation-filter";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { apiPath } from "./api-path";
import { executionsKey } from "./executions";
import { fetchJson } from "./fetch-json";

/** The key above everything about a fleet's operations. */
export const operationsKey = (fleetId: string) => [fleetId, "operations"] as const;

/** Bulk cancellations, newest first. */
export function operationsQuery(fleetId: string) {
  return infiniteQueryOptions({
    queryKey: [...operationsKey(fleetId), "list"],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        ({ operationsPageSchema }) => operationsPageSchema,
        apiPath(fleetId, "operations"),
        { cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** One operation, with its progress and rate. */
export function operationQuery(fleetId: string, operationId: string) {
  return queryOptions({
    queryKey: [...operationsKey(fleetId), "one", operationId],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ operationProgressSchema }) => operationProgressSchema,
        apiPath(fleetId, "operations", operationId),
        {},
        signal,
      ),
  });
}

/** Its items by filter, page after page. */
export function operationItemsQuery(fleetId: string, operationId: string, filter: OperationItemsFilter) {
  return infiniteQueryOptions({
    queryKey: [...operationsKey(fleetId), "items", operationId, filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        ({ operationItemsPageSchema }) => operationItemsPageSchema,
        apiPath(fleetId, "operations", operationId, "items"),
        { ...filter, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** The address that downloads the items of a filter. */
export function operationCsvPath(
  fleetId: string,
  operationId: string,
  { show, name }: OperationItemsFilter,
): string {
  const query = new URLSearchParams({ show, ...(name !== null && { name }) });
  return `${apiPath(fleetId, "operations", operationId, "csv")}?${query.toString()}`;
}

/** How many operations are not over, for the navigation. */
export function openOperationsQuery(fleetId: string) {
  return queryOptions({
    queryKey: [...operationsKey(fleetId), "open"],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ openOperationsSchema }) => openOperationsSchema,
        apiPath(fleetId, "operations", "open"),
        {},
        signal,
      ),
    staleTime: 10_000,
  });
}

/** The operations that include an execution. */
export function operationsOfExecutionQuery(fleetId: string, { thingName, jobId }: ExecutionRef) {
  return queryOptions({
    queryKey: [...executionsKey(fleetId), "operations", thingName, jobId],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ operationMentionsSchema }) => operationMentionsSchema,
        apiPath(fleetId, "things", thingName, "executions", jobId, "operations"),
        {},
        signal,
      ),
  });
}
