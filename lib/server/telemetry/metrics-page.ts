import { createHash, timingSafeEqual } from "node:crypto";
import { getEnv } from "@/lib/server/config/env";
import { metrics } from "./metrics";

const NO_STORE = { "cache-control": "no-store" };

/** All metrics in Prometheus' text format, for a caller with the token. @param authorization the header */
export async function metricsPage(authorization: string | null): Promise<Response> {
  const { metricsToken } = getEnv();
  if (metricsToken === null) return new Response("Not found\n", { status: 404, headers: NO_STORE });
  if (!isSame(authorization ?? "", `Bearer ${metricsToken}`))
    return new Response("The token is missing or wrong\n", {
      status: 401,
      headers: { ...NO_STORE, "www-authenticate": "Bearer" },
    });
  const { registry } = metrics();
  return new Response(await registry.metrics(), {
    headers: { ...NO_STORE, "content-type": registry.contentType },
  });
}

/** Compares hashes, so that the time it takes reveals neither content nor length. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
