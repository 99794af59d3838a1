import { queryOptions } from "@tanstack/react-query";
import type { TrendRange } from "@/lib/core/domain/trend";
import { apiPath } from "./api-path";
import { fetchJson } from "./fetch-json";

/** How many executions were open, stuck and canceled. @param job null for the whole fleet */
export function trendQuery(fleetId: string, range: TrendRange, job: string | null) {
  return queryOptions({
    queryKey: [fleetId, "trends", range, job],
    queryFn: ({ signal }) =>
      fetchJson(
        ({ trendSchema }) => trendSchema,
        apiPath(fleetId, "stuck", "trends"),
        { range, job },
        signal,
      ),
    staleTime: 30_000,
  });
}
