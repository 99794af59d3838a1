import { queryOptions } from "@tanstack/react-query";
import { apiPath } from "./api-path";
import { fetchJson } from "./fetch-json";

/** Frequent enough for a bar that moves smoothly, at one small row a read. */
const POLL_INTERVAL_MS = 700;

/** A plan, polled until it is resolved. */
export function cancelPlanQuery(fleetId: string, planId: string) {
  return queryOptions({
    queryKey: [fleetId, "plans", planId],
    queryFn: ({ signal }) =>
      fetchJson(({ cancelPlanSchema }) => cancelPlanSchema, apiPath(fleetId, "plans", planId), {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === "resolving" ? POLL_INTERVAL_MS : false),
  });
}
