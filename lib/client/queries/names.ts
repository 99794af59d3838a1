import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { apiPath } from "./api-path";
import { fetchJson } from "./fetch-json";

/** AWS is asked when nobody has typed for so long: SearchIndex is called by all pages, and its quota is small. */
const AWS_AFTER_MS = 250;

/** Names that the console has met and that hold `part`. While it reads it shows those of the part before. */
export function knownNamesQuery(fleetId: string, part: string) {
  return namesByPart(fleetId, part, "console", 0);
}

/** Things of AWS's own index that hold `part`. A key that comes sooner cancels it before anything is sent. */
export function awsNamesQuery(fleetId: string, part: string) {
  return namesByPart(fleetId, part, "aws", AWS_AFTER_MS);
}

function namesByPart(fleetId: string, part: string, from: "console" | "aws", afterMs: number) {
  return queryOptions({
    queryKey: [fleetId, "names", "by-part", from, part],
    queryFn: async ({ signal }) => {
      await pause(afterMs, signal);
      return fetchJson(
        ({ foundNamesSchema }) => foundNamesSchema,
        apiPath(fleetId, "names"),
        { part, from },
        signal,
      );
    },
    enabled: part !== "",
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    gcTime: 60_000,
    retry: false,
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
