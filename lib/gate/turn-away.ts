import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { bodyFault } from "./body-size";
import { createRequestLimit, limitKeyOf } from "./request-limit";
import { securityHeaders } from "./security-headers";

/** Whoever watches over us must get through just when everybody else is turned away; files cost nothing to speak of. */
const FREE = ["/api/health/", "/_next/static/"];

/**
 * Turns away what one address asks beyond its share, and bodies beyond their bound, before Next sees them: there a
 * refusal would cost as much as half a page, and a body would be read first.
 *
 * @returns what to call with each request first
 */
export function createTurnAway(ratePerSecond: number) {
  const limit = createRequestLimit(ratePerSecond);
  const refused = new WeakSet<ServerResponse>();
  const guarded = new WeakSet<Server>();

  /** Next's listener no longer hears of what was answered already. */
  function guard(server: Server): void {
    if (guarded.has(server)) return;
    guarded.add(server);
    const listeners = server.listeners("request") as RequestListener[];
    server.removeAllListeners("request");
    server.on("request", (request, response) => {
      if (refused.has(response)) return;
      for (const listener of listeners) listener.call(server, request, response);
    });
  }

  return (server: Server, request: IncomingMessage, response: ServerResponse): void => {
    guard(server);
    const fault = bodyFault(request.headers);
    if (fault) return refuse(response, fault.status, fault.sentence);

    const path = request.url ?? "/";
    if (FREE.some((free) => path.startsWith(free))) return;
    const admission = limit.admit(limitKeyOf(String(request.headers["x-forwarded-for"])));
    if (admission.ok) {
      response.once("close", admission.done);
      return;
    }
    const seconds = admission.retryAfterS === 1 ? "a second" : `${admission.retryAfterS} seconds`;
    response.setHeader("retry-after", admission.retryAfterS);
    refuse(response, 429, `Too many requests from your address. Try again in ${seconds}.`);
  };

  function refuse(response: ServerResponse, status: number, sentence: string): void {
    refused.add(response);
    response.writeHead(status, {
      ...securityHeaders({ secure: false }),
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      connection: "close", // what else was sent on this connection is not read
    });
    response.end(`${sentence}\n`);
  }
}
