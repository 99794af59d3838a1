import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/lib/auth/path-header";
import { getEnv } from "@/lib/env";
import { contentSecurityPolicy, NO_CONTENT_POLICY } from "@/lib/gate/content-security-policy";
import { isSecure } from "@/lib/gate/is-secure";
import { isCrossOrigin } from "@/lib/gate/same-origin";
import { securityHeaders } from "@/lib/gate/security-headers";

/** Static files are the same for everyone, carry their headers from next.config.js and cost nothing to speak of. */
export const config = { matcher: "/((?!_next/static/).*)" };

/**
 * What every request passes first, whoever sent it and whatever it wants: where it comes from; and what every
 * answer leaves with. Who asks is the business of each page, route and action.
 *
 * By now its headers were settled and rate and size were held to their bounds: lib/telemetry/watch-requests.
 */
export function proxy(request: NextRequest): NextResponse {
  const { publicOrigin, development } = getEnv();
  const secure = isSecure(publicOrigin, request.headers.get("x-forwarded-proto"));
  const isPage = !request.nextUrl.pathname.startsWith("/api/");
  const common = securityHeaders({ secure });

  if (comesFromElsewhere(request, publicOrigin))
    return withHeaders(refusal(), { ...common, "content-security-policy": NO_CONTENT_POLICY });
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
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`); // where sign-in leads back to
  return withHeaders(NextResponse.next({ request: { headers } }), {
    ...common,
    "content-security-policy": policy,
  });
}

function comesFromElsewhere({ headers, method }: NextRequest, publicOrigin: string | null): boolean {
  const provenance = {
    method,
    site: headers.get("sec-fetch-site"),
    origin: headers.get("origin"),
    host: headers.get("x-forwarded-host") ?? headers.get("host"),
  };
  return isCrossOrigin(provenance, publicOrigin);
}

function refusal(): NextResponse {
  return new NextResponse(
    "Refused: this request comes from another site. Standdown takes changes from its own pages only.\n",
    {
      status: 403,
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    },
  );
}

function withHeaders(response: NextResponse, headers: Record<string, string>): NextResponse {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
