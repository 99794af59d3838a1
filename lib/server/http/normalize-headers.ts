import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Ids that others give: what fits a log line and an HTTP header, and no more. */
const REQUEST_ID = /^[\w.:-]{8,64}$/;

/**
 * Makes the headers of a request true, before anybody reads one.
 *
 * X-Forwarded-For, -Host and -Proto are what the sender likes to say, and Next (as most libraries) believes them.
 * Here they become what the socket says; with proxies of our own before us, what the outermost of those says.
 * X-Request-Id is kept where it is one, and given where there is none.
 *
 * @param trustedProxies how many stand before us; each has added the address that it was called from
 */
export function normalizeHeaders(request: IncomingMessage, trustedProxies: number): void {
  const { headers, socket } = request;
  const given = listOf(headers["x-forwarded-for"]);
  const caller = socket.remoteAddress ?? "unknown";
  const believed = trustedProxies > 0;

  // From the right: what stands left of our own proxies' words was written by whoever called them.
  headers["x-forwarded-for"] = believed ? (given.at(-trustedProxies) ?? given[0] ?? caller) : caller;
  const host = believed ? listOf(headers["x-forwarded-host"])[0] : undefined;
  headers["x-forwarded-host"] = host ?? headers.host ?? "localhost";
  const protocol = believed ? listOf(headers["x-forwarded-proto"])[0] : undefined;
  headers["x-forwarded-proto"] = protocol === "https" ? "https" : "http";
  delete headers["forwarded"];
  delete headers["x-real-ip"];

  const id = headers["x-request-id"];
  headers["x-request-id"] = typeof id === "string" && REQUEST_ID.test(id) ? id : randomUUID();
}

function listOf(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(",") : (header ?? "");
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
