import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createRequestGuard, type RequestGuardSettings } from "@/lib/server/http/reject-request";
import { normalizeHeaders } from "@/lib/server/http/normalize-headers";
import { log } from "./log";
import { metrics } from "./metrics";

/** What Node says on its channel, before the server's own listener gets the request. */
interface Begun {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

/** The servers that have been asked something, and the answers that are still under way. */
export interface Traffic {
  readonly servers: ReadonlySet<Server>;
  readonly inFlight: ReadonlySet<ServerResponse>;
}

/**
 * Sees each request before Next does, and each answer after it: headers are settled, an id is given and sent
 * back, a flood or a body too large is turned away, the request is counted and logged.
 *
 * Node's diagnostics channel, since Next's standalone server offers no other place before its own handler, and
 * one server of ours around it would give up that server's start and stop.
 */
export function watchRequests({
  trustedProxies,
  ...settings
}: RequestGuardSettings & { trustedProxies: number }): Traffic {
  const rejectRequest = createRequestGuard(settings);
  const servers = new Set<Server>();
  const inFlight = new Set<ServerResponse>();

  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as Begun;
    const beganAt = performance.now();
    servers.add(server);
    inFlight.add(response);
    normalizeHeaders(request, trustedProxies);
    response.setHeader("x-request-id", request.headers["x-request-id"]!);
    rejectRequest(server, request, response);
    response.once("close", () => {
      inFlight.delete(response);
      logRequest(request, response, performance.now() - beganAt);
    });
  });
  return { servers, inFlight };
}

function logRequest(request: IncomingMessage, response: ServerResponse, ms: number): void {
  // The path without its query: a search may hold what somebody typed.
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
    status === 499 ? "The asker left before the answer" : "Answered",
  );
}
