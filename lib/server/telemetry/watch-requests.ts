import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createRequestGuard, type RequestGuardSettings } from "@/lib/server/http/reject-request";
import { normalizeHeaders } from "@/lib/server/http/normalize-headers";
import { log } from "./log";
import { metrics } from "./metrics";

/** Node publishes it before the server's own listener gets the request. */
interface RequestStart {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

/** The servers that have received requests, and the responses in flight. */
export interface Traffic {
  readonly servers: ReadonlySet<Server>;
  readonly inFlight: ReadonlySet<ServerResponse>;
}

/**
 * Sees each request before Next does: normalizes its headers, gives it an id, and rejects floods and bodies that are too
 * large. Counts and logs each response.
 *
 * Uses Node's diagnostics channel. Next's standalone server has no other hook before its own handler, and a server of
 * ours around it would lose that server's start and stop.
 */
export function watchRequests({
  trustedProxies,
  ...settings
}: RequestGuardSettings & { trustedProxies: number }): Traffic {
  const rejectRequest = createRequestGuard(settings);
  const servers = new Set<Server>();
  const inFlight = new Set<ServerResponse>();

  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as RequestStart;
    const startedAt = performance.now();
    servers.add(server);
    inFlight.add(response);
    normalizeHeaders(request, trustedProxies);
    response.setHeader("x-request-id", request.headers["x-request-id"]!);
    rejectRequest(server, request, response);
    response.once("close", () => {
      inFlight.delete(response);
      logRequest(request, response, performance.now() - startedAt);
    });
  });
  return { servers, inFlight };
}

function logRequest(request: IncomingMessage, response: ServerResponse, ms: number): void {
  // The query is left out: it may contain what a person typed.
  const path = (request.url ?? "/").split("?", 1)[0]!;
  const isStatic = path.startsWith("/_next/static/");
  const status = response.writableFinished ? response.statusCode : 499;
  metrics().requests.inc({ status: `${Math.floor(status / 100)}xx` });
  if (!isStatic) metrics().requestSeconds.observe(ms / 1000);

  // A flood must not become one of log lines.
  const isDull = isStatic || status === 429 || path.startsWith("/api/health/") || path === "/api/metrics";
  log()[isDull ? "debug" : status >= 500 ? "error" : "info"](
    {
      requestId: request.headers["x-request-id"],
      method: request.method,
      path,
      status,
      ms: Math.round(ms),
      address: request.headers["x-forwarded-for"],
    },
    status === 499 ? "The client left before the response" : "Answered",
  );
}
