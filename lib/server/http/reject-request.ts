import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { hostIssue, type HostSettings } from "./answered-host";
import { bodyIssue } from "./body-size";
import { NO_CONTENT_POLICY } from "./content-security-policy";
import { isSecure } from "./is-secure";
import { personOfSession } from "./known-sessions";
import { createRequestLimit, limitKeyOf } from "./request-limit";
import { isCrossOrigin } from "./same-origin";
import { answerHeaders, securityHeaders } from "./security-headers";

/**
 * Answered without a rate limit and under any host name. Monitoring must get through even while everybody else is
 * rejected, and static files cost next to nothing.
 */
const UNLIMITED = ["/api/health/", "/_next/static/"];

/** Also answered under any host name. It needs a token, and a scraper may use a name that only its network knows. */
const ANY_HOST = "/api/metrics";

const CROSS_ORIGIN =
  "Refused: this request comes from another site. Standdown takes changes from its own pages only.";

export interface RequestGuardSettings extends HostSettings {
  /** The long-run rate of one address, and of one person over all of their addresses. */
  requestsPerSecond: number;
}

/**
 * Creates the guard that sees each request before Next does. It rejects
 *
 * - bodies that are too large or have no length: Next would read them first;
 * - changes that another site requests;
 * - requests for a host name that is not ours;
 * - paths that cannot be decoded: Next would answer 500;
 * - requests beyond the rate of one address or of one person: a page rendered by Next cannot have the status 429, and
 *   refusing there would still cost half as much as rendering the page.
 *
 * It also sets the security headers of every response.
 *
 * A person is recognized by a session that a page, a read or an action has looked up before (known-sessions). The first
 * request of a session therefore counts for its address only.
 *
 * @returns the function to call first with each request
 */
export function createRequestGuard({ requestsPerSecond, ...hosts }: RequestGuardSettings) {
  const addressLimit = createRequestLimit(requestsPerSecond);
  const personLimit = createRequestLimit(requestsPerSecond);
  const admitted = new WeakSet<ServerResponse>();
  const guarded = new WeakSet<Server>();

  /**
   * Replaces the server's request listeners, which are Next's: they get only the requests that were admitted. If a
   * check throws, the request is not admitted.
   */
  function guard(server: Server): void {
    if (guarded.has(server)) return;
    guarded.add(server);
    const listeners = server.listeners("request") as RequestListener[];
    server.removeAllListeners("request");
    server.on("request", (request, response) => {
      if (admitted.has(response)) for (const listener of listeners) listener.call(server, request, response);
      else if (!response.headersSent) refuse(request, response, 500, "This request could not be checked.");
    });
  }

  return (server: Server, request: IncomingMessage, response: ServerResponse): void => {
    guard(server);
    if (check(request, response)) admitted.add(response);
  };

  /** @returns whether the request is admitted. If not, it has been answered */
  function check(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? "/").split("?", 1)[0]!;
    response.setHeaders(new Map(Object.entries(answerHeaders(path, { secure: isSecureRequest(request) }))));
    const issue = bodyIssue(request.headers);
    if (issue) return refuse(request, response, issue.status, issue.sentence);
    if (isFromAnotherSite(request)) return refuse(request, response, 403, CROSS_ORIGIN);

    if (UNLIMITED.some((prefix) => path.startsWith(prefix))) return true;
    const wrongHost = path.startsWith(ANY_HOST)
      ? null
      : hostIssue(String(request.headers["x-forwarded-host"]), hosts);
    if (wrongHost !== null) return refuse(request, response, 421, wrongHost);
    if (!isDecodable(path)) return refuse(request, response, 400, "This address cannot be read.");
    const address = addressLimit.admit(limitKeyOf(String(request.headers["x-forwarded-for"])));
    if (!address.ok) return refuseFor(request, response, address.retryAfterS, "from your address");
    response.once("close", address.done);

    const personId = personOfSession(request.headers.cookie);
    if (personId === null) return true;
    const person = personLimit.admit(personId);
    if (!person.ok) return refuseFor(request, response, person.retryAfterS, "of yours");
    response.once("close", person.done);
    return true;
  }

  function isSecureRequest({ headers }: IncomingMessage): boolean {
    return isSecure(hosts.publicOrigin, String(headers["x-forwarded-proto"]));
  }

  function isFromAnotherSite({ headers, method }: IncomingMessage): boolean {
    const provenance = {
      method: method ?? "GET",
      site: textOf(headers["sec-fetch-site"]),
      origin: textOf(headers.origin),
      host: textOf(headers["x-forwarded-host"]),
    };
    return isCrossOrigin(provenance, hosts.publicOrigin);
  }

  function refuseFor(
    request: IncomingMessage,
    response: ServerResponse,
    retryAfterS: number,
    whose: string,
  ): false {
    const seconds = retryAfterS === 1 ? "a second" : `${retryAfterS} seconds`;
    response.setHeader("retry-after", retryAfterS);
    return refuse(request, response, 429, `Too many requests ${whose}. Try again in ${seconds}.`);
  }

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    sentence: string,
  ): false {
    response.writeHead(status, {
      ...securityHeaders({ secure: isSecureRequest(request) }),
      "content-security-policy": NO_CONTENT_POLICY,
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      connection: "close", // a body may follow that nobody will read
    });
    response.end(`${sentence}\n`);
    return false;
  }
}

/** Next decodes the path too, and answers 500 if it cannot. */
function isDecodable(path: string): boolean {
  try {
    decodeURI(path);
    return true;
  } catch {
    return false;
  }
}

/** A header that was sent twice becomes a value that matches nothing. */
const textOf = (header: string | string[] | undefined): string | null =>
  Array.isArray(header) ? header.join(", ") : (header ?? null);
