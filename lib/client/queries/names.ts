import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { apiPath } from "./api-path";
import { fetchJson } from "./fetch-json";

/** How long typing must pause before AWS is called: all pages share SearchIndex, and its quota is small. */
const AWS_AFTER_MS = 250;

/** Names that the console has seen and that contain `part`. While it reads, it returns those of the previous part. */
export function knownNamesQuery(fleetId: string, part: string) {
  return namesByPart(fleetId, part, "console", 0);
}

/** Things of AWS's own index that contain `part`. Typing on cancels the read before anything is sent. */
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
