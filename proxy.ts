import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { getEnv } from "@/lib/env";
import { bodyFault } from "@/lib/gate/body-size";
import { contentSecurityPolicy, NO_CONTENT_POLICY } from "@/lib/gate/content-security-policy";
import { createRequestLimit, limitKeyOf, type RequestLimit } from "@/lib/gate/request-limit";
import { isCrossOrigin } from "@/lib/gate/same-origin";
import { securityHeaders } from "@/lib/gate/security-headers";

/** Static files are the same for everyone, carry their headers from next.config.js and cost nothing to speak of. */
export const config = { matcher: "/((?!_next/static/).*)" };

/**
 * What every request passes first, whoever sent it and whatever it wants: its rate, its size, where it comes
 * from; and what every answer leaves with. Who asks is the business of each page, route and action.
 *
 * X-Forwarded-… can be believed by now: see lib/gate/settle-headers.
 */
export function proxy(request: NextRequest): NextResponse {
  const { publicOrigin, development } = getEnv();
  const secure = (publicOrigin ?? `${request.headers.get("x-forwarded-proto")}:`).startsWith("https:");
  const isPage = !request.nextUrl.pathname.startsWith("/api/");
  const common = securityHeaders({ secure });

  const refusal = refuse(request, publicOrigin);
  if (refusal) return withHeaders(refusal, { ...common, "content-security-policy": NO_CONTENT_POLICY });
  if (!isPage)
    return withHeaders(NextResponse.next(), {
      ...common,
      "content-security-policy": NO_CONTENT_POLICY,
      "cache-control": "no-store",
    });

  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, { secure, development });
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  return withHeaders(NextResponse.next({ request: { headers } }), {
    ...common,
    "content-security-policy": policy,
  });
}

function refuse(request: NextRequest, publicOrigin: string | null): NextResponse | null {
  const { headers, method, nextUrl } = request;
  // Who watches over us must get through just when everybody else is turned away.
  if (!nextUrl.pathname.startsWith("/api/health/")) {
    const taken = addressLimit().take(limitKeyOf(addressOf(headers)));
    if (!taken.ok)
      return answer(429, `Too many requests from your address. Try again in ${taken.retryAfterS} s.`, {
        "retry-after": String(taken.retryAfterS),
      });
  }
  const fault = bodyFault(headers);
  if (fault) return answer(fault.status, fault.sentence);
  const provenance = {
    method,
    site: headers.get("sec-fetch-site"),
    origin: headers.get("origin"),
    host: headers.get("x-forwarded-host") ?? headers.get("host"),
  };
  if (isCrossOrigin(provenance, publicOrigin))
    return answer(
      403,
      "Refused: this request comes from another site. Standdown takes changes from its own pages only.",
    );
  return null;
}

function addressOf(headers: Headers): string {
  return headers.get("x-forwarded-for") ?? "unknown";
}

function answer(status: number, sentence: string, headers: Record<string, string> = {}): NextResponse {
  return new NextResponse(`${sentence}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
  });
}

function withHeaders(response: NextResponse, headers: Record<string, string>): NextResponse {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

let limit: RequestLimit | undefined;

function addressLimit(): RequestLimit {
  limit ??= createRequestLimit(getEnv().requestsPerSecond);
  return limit;
}
