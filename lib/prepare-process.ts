import { getEnv } from "@/lib/env";
import { stopGracefully } from "@/lib/graceful-stop";
import { requireEnv } from "@/lib/require-env";
import { watchRequests } from "@/lib/telemetry/watch-requests";

/** All that has to stand before the first request: a set-up without faults, eyes on the traffic, a way to stop. */
export function prepareProcess(): void {
  requireEnv();
  const { trustedProxies, requestsPerSecond, development } = getEnv();
  const traffic = watchRequests({ trustedProxies, requestsPerSecond });
  if (!development) stopGracefully(traffic); // `next dev` has its own, for the processes it starts
}
