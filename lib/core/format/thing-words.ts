import type { Connectivity, ConnectivityState, UnknownConnectivity } from "@/lib/core/domain/thing";
import { duration } from "./duration";

/** A state as filters and table cells name it. */
export const CONNECTIVITY_WORDS: Readonly<Record<ConnectivityState, string>> = {
  connected: "Connected",
  disconnected: "Disconnected",
  "not-connected": "Not connected",
  unknown: "Unknown",
};

/** What AWS leaves open about a device that is not connected. */
const NOT_CONNECTED_BECAUSE = "never, long ago, or under another client id";
export const NOT_CONNECTED = `not connected (${NOT_CONNECTED_BECAUSE})`;

/** "Connected 3 h". Missing data is never called offline. */
export function connectivityWords(connectivity: Connectivity, now: Date): string {
  const since = "since" in connectivity ? connectivity.since : null;
  return `${CONNECTIVITY_WORDS[connectivity.state]}${since ? spanSince(since, now) : ""}`;
}

const spanSince = (since: Date, now: Date) => ` ${duration(now.getTime() - since.getTime())}`;

/** Why it is disconnected, not connected or unknown. Null where there is nothing to add. */
export function connectivityReason(connectivity: Connectivity): string | null {
  if (connectivity.state === "unknown") return unknownReason(connectivity.because);
  if (connectivity.state === "not-connected") return NOT_CONNECTED_BECAUSE;
  return connectivity.state === "disconnected" ? connectivity.reason : null;
}

function unknownReason(because: UnknownConnectivity): string {
  switch (because) {
    case "not-indexed":
      return "Connectivity is not indexed in this account.";
    case "no-data":
      return "AWS has no connection data: it never connected, or its client id is not its name.";
    case "denied":
      return "This console may not ask: AWS wants iot:GetIndexingConfiguration and iot:SearchIndex allowed.";
    case "not-read":
      return "Fleet indexing could not be queried just now.";
  }
}
