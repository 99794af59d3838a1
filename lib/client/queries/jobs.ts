import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { JobsFilter } from "@/lib/core/contracts/filters";
import { apiPath } from "./api-path";
import { fetchJson } from "./fetch-json";

/** Jobs by filter, page after page. */
export function jobsQuery(fleetId: string, filter: JobsFilter) {
  return infiniteQueryOptions({
    queryKey: [fleetId, "jobs", filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        ({ jobPageSchema }) => jobPageSchema,
        apiPath(fleetId, "jobs"),
        { ...filter, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** One job with its counters. */
export function jobQuery(fleetId: string, jobId: string) {
  return queryOptions({
    queryKey: [fleetId, "job", jobId],
    queryFn: ({ signal }) =>
      fetchJson(({ jobSchema }) => jobSchema, apiPath(fleetId, "jobs", jobId), {}, signal),
  });
}

/** The same without any cache: people decide on it. It has a key of its own, so that no invalidation refreshes it. */
export function freshJobQuery(fleetId: string, jobId: string) {
  return queryOptions({
    queryKey: ["fresh-job", fleetId, jobId],
    queryFn: ({ signal }) =>
      fetchJson(({ jobSchema }) => jobSchema, apiPath(fleetId, "jobs", jobId), { fresh: "1" }, signal),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** A job's counters for a row of a list. One DescribeJob a row, so only for rows in view. */
export function jobCountersQuery(fleetId: string, jobId: string) {
  return queryOptions({
    queryKey: [fleetId, "job-counters", jobId],
    queryFn: ({ signal }) =>
      fetchJson(({ jobSchema }) => jobSchema, apiPath(fleetId, "jobs", jobId), { background: "1" }, signal),
    staleTime: 15_000,
  });
}

/**
 * The facts of these jobs that decide when a device gets their executions. One call to AWS a job, so only for the first
 * few of a queue.
 */
export function queueJobsQuery(fleetId: string, jobIds: readonly string[]) {
  return queryOptions({
    queryKey: [fleetId, "queue-jobs", jobIds],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ queueJobsSchema }) => queueJobsSchema,
        apiPath(fleetId, "queue-jobs"),
        { jobs: jobIds.join(",") },
        signal,
      ),
    staleTime: 30_000,
  });
}

/** A job's document does not change while the job lives. */
export function jobDocumentQuery(fleetId: string, jobId: string) {
  return queryOptions({
    queryKey: [fleetId, "job-document", jobId],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ jobDocumentSchema }) => jobDocumentSchema,
        apiPath(fleetId, "jobs", jobId, "document"),
        {},
        signal,
      ),
    staleTime: Infinity,
  });
}
