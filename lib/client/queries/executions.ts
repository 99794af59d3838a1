import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { apiPath } from "./api-path";
import { fetchJson } from "./fetch-json";

/** The key above everything about a fleet's executions, so that one cancellation invalidates it all. */
export const executionsKey = (fleetId: string) => [fleetId, "executions"] as const;

/** A job's executions. @param filter.status none for all; each status is a call to AWS */
export function jobExecutionsQuery(
  fleetId: string,
  { jobId, status }: { jobId: string; status: readonly string[] },
) {
  return infiniteQueryOptions({
    queryKey: [...executionsKey(fleetId), "of-job", jobId, [...status].sort()],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        ({ executionPageSchema }) => executionPageSchema,
        apiPath(fleetId, "jobs", jobId, "executions"),
        { status: status.join(","), cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** A thing's open or finished executions. */
export function thingExecutionsQuery(
  fleetId: string,
  { thingName, tab }: { thingName: string; tab: "open" | "finished" },
) {
  return infiniteQueryOptions({
    queryKey: [...executionsKey(fleetId), "of-thing", thingName, tab],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        ({ executionPageSchema }) => executionPageSchema,
        apiPath(fleetId, "things", thingName, "executions"),
        { tab, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** One execution with version and details. */
export function executionQuery(fleetId: string, { thingName, jobId }: ExecutionRef) {
  return queryOptions({
    queryKey: [...executionsKey(fleetId), "one", thingName, jobId],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ executionSchema }) => executionSchema,
        apiPath(fleetId, "things", thingName, "executions", jobId),
        {},
        signal,
      ),
  });
}

/** The same without any cache: people decide on it. It has a key of its own, so that no invalidation refreshes it. */
export function freshExecutionQuery(fleetId: string, { thingName, jobId }: ExecutionRef) {
  return queryOptions({
    queryKey: ["fresh-execution", fleetId, thingName, jobId],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ executionSchema }) => executionSchema,
        apiPath(fleetId, "things", thingName, "executions", jobId),
        { fresh: "1" },
        signal,
      ),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** How many executions of a thing are open. One call to AWS a row, so only for rows in view. */
export function openCountQuery(fleetId: string, thingName: string) {
  return queryOptions({
    queryKey: [...executionsKey(fleetId), "open-count", thingName],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ openCountSchema }) => openCountSchema,
        apiPath(fleetId, "things", thingName, "open-count"),
        {},
        signal,
      ),
    staleTime: 30_000,
  });
}

/** How often a job was retried on a thing. Only lists contain it, so this is a call of its own. It changes seldom. */
export function retryAttemptQuery(fleetId: string, { thingName, jobId }: ExecutionRef) {
  return queryOptions({
    queryKey: [...executionsKey(fleetId), "retry-attempt", thingName, jobId],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ retryAttemptSchema }) => retryAttemptSchema,
        apiPath(fleetId, "things", thingName, "executions", jobId, "retry-attempt"),
        {},
        signal,
      ),
    staleTime: 30_000,
  });
}
