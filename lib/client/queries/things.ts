import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ThingsFilter } from "@/lib/core/contracts/filters";
import { apiPath } from "./api-path";
import { fetchJson } from "./fetch-json";

/** Things by filter, page after page. */
export function thingsQuery(fleetId: string, filter: ThingsFilter) {
  return infiniteQueryOptions({
    queryKey: [fleetId, "things", filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        ({ thingPageSchema }) => thingPageSchema,
        apiPath(fleetId, "things"),
        { ...filter, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** One thing, with groups and connectivity. */
export function thingQuery(fleetId: string, thingName: string) {
  return queryOptions({
    queryKey: [fleetId, "thing", thingName],
    queryFn: ({ signal }) =>
      fetchJson(({ thingSchema }) => thingSchema, apiPath(fleetId, "things", thingName), {}, signal),
  });
}

/** The names of thing types or groups, for a filter's choices. They change seldom. */
export function namesQuery(fleetId: string, of: "types" | "groups") {
  return queryOptions({
    queryKey: [fleetId, "names", of],
    queryFn: ({ signal }) =>
      fetchJson(({ nameListSchema }) => nameListSchema, apiPath(fleetId, "names", of), {}, signal),
    staleTime: 5 * 60_000,
  });
}
