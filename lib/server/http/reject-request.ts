import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { hostIssue, type HostSettings } from "./answered-host";
import { bodyIssue } from "./body-size";
import { NO_CONTENT_POLICY } from "./content-security-policy";
import { isSecure } from "./is-secure";
import { personOfSession } from "./known-sessions";
import { createRequestLimit, limitKeyOf } from "./request-limit";
import { isCrossOrigin } from "./same-origin";
import { answerHeaders, securityHeaders } from "./security-headers";

/** Whoever watches over us must get through just when everybody else is turned away; files cost nothing to speak of. */
const FREE = ["/api/health/", "/_next/static/"];

/** Opened by a token, and asked for by whatever name a service has within its network. */
const OF_ANY_HOST = "/api/metrics";

const FROM_ELSEWHERE =
  "Refused: this request comes from another site. Standdown takes changes from its own pages only.";

export interface RequestGuardSettings extends HostSettings {
  /** What one address, and one person from however many, may ask for in the long run. */
  requestsPerSecond: number;
}

/**
 * Turns away what one address or one person asks beyond their share, bodies beyond their bound, changes that another
 * site asks for, whoever asks for a host that we are not and addresses that cannot be read, before Next sees them:
 * there a refusal would cost as much as half a page, a page could not be answered by a 429 at all, a body would be read
 * first, and the last would be a 500. What goes on has the headers of its answer already.
 *
 * A person is known by a session that a page, a read or a deed has looked up before (known-sessions): pages, reads and
 * deeds are then all counted, and the first request of a session only for its address.
 *
 * @returns what to call with each request first
 */
export function createRequestGuard({ requestsPerSecond, ...hosts }: RequestGuardSettings) {
  const ofAddresses = createRequestLimit(requestsPerSecond);
  const ofPeople = createRequestLimit(requestsPerSecond);
  const letIn = new WeakSet<ServerResponse>();
  const guarded = new WeakSet<Server>();

  /** Next's listener hears only of what was let in: where a check itself fails, nothing is. */
  function guard(server: Server): void {
    if (guarded.has(server)) return;
    guarded.add(server);
    const listeners = server.listeners("request") as RequestListener[];
    server.removeAllListeners("request");
    server.on("request", (request, response) => {
      if (letIn.has(response)) for (const listener of listeners) listener.call(server, request, response);
      else if (!response.headersSent) refuse(request, response, 500, "This request could not be checked.");
    });
  }

  return (server: Server, request: IncomingMessage, response: ServerResponse): void => {
    guard(server);
    if (check(request, response)) letIn.add(response);
  };

  /** @returns whether it may go on; else it is answered already */
  function check(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? "/").split("?", 1)[0]!;
    response.setHeaders(new Map(Object.entries(answerHeaders(path, { secure: isSecureRequest(request) }))));
    const fault = bodyIssue(request.headers);
    if (fault) return refuse(request, response, fault.status, fault.sentence);
    if (comesFromElsewhere(request)) return refuse(request, response, 403, FROM_ELSEWHERE);

    if (FREE.some((free) => path.startsWith(free))) return true;
    const misled = path.startsWith(OF_ANY_HOST)
      ? null
      : hostIssue(String(request.headers["x-forwarded-host"]), hosts);
    if (misled !== null) return refuse(request, response, 421, misled);
    if (!canBeRead(path)) return refuse(request, response, 400, "This address cannot be read.");
    const address = ofAddresses.admit(limitKeyOf(String(request.headers["x-forwarded-for"])));
    if (!address.ok) return refuseFor(request, response, address.retryAfterS, "from your address");
    response.once("close", address.done);

    const personId = personOfSession(request.headers.cookie);
    if (personId === null) return true;
    const person = ofPeople.admit(personId);
    if (!person.ok) return refuseFor(request, response, person.retryAfterS, "of yours");
    response.once("close", person.done);
    return true;
  }

  function isSecureRequest({ headers }: IncomingMessage): boolean {
    return isSecure(hosts.publicOrigin, String(headers["x-forwarded-proto"]));
  }

  function comesFromElsewhere({ headers, method }: IncomingMessage): boolean {
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
      connection: "close", // what else was sent on this connection is not read
    });
    response.end(`${sentence}\n`);
    return false;
  }
}

/** Next decodes it, and takes its own failure to for one of the server. */
function canBeRead(path: string): boolean {
  try {
    decodeURI(path);
    return true;
  } catch {
    return false;
  }
}

/** A header that was sent twice is as good as one that names somebody else. */
const textOf = (header: string | string[] | undefined): string | null =>
  Array.isArray(header) ? header.join(", ") : (header ?? null);
