import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The request ids that are taken over: short, and safe in a log line and in a header. */
const REQUEST_ID = /^[\w.:-]{8,64}$/;

/**
 * Replaces headers that a client can forge, before anything reads them.
 *
 * Anybody can send X-Forwarded-For, -Host and -Proto, and Next believes them, as most libraries do. They are set to what
 * the socket says, or, behind trusted proxies, to what the outermost of these says. A valid X-Request-Id is left as it
 * is; any other is replaced by a new one.
 *
 * @param trustedProxies how many proxies of our own are in front; each of them appends the address that called it
 */
export function normalizeHeaders(request: IncomingMessage, trustedProxies: number): void {
  const { headers, socket } = request;
  const given = listOf(headers["x-forwarded-for"]);
  const caller = socket.remoteAddress ?? "unknown";
  const isBehindProxy = trustedProxies > 0;

  // Counted from the right: everything to the left of our own proxies' entries was sent by the client.
  headers["x-forwarded-for"] = isBehindProxy ? (given.at(-trustedProxies) ?? given[0] ?? caller) : caller;
  const host = isBehindProxy ? listOf(headers["x-forwarded-host"])[0] : undefined;
  headers["x-forwarded-host"] = host ?? headers.host ?? "localhost";
  const protocol = isBehindProxy ? listOf(headers["x-forwarded-proto"])[0] : undefined;
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
