import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/lib/server/auth/path-header";
import { getEnv } from "@/lib/server/config/env";
import { contentSecurityPolicy } from "@/lib/server/http/content-security-policy";
import { isSecure } from "@/lib/server/http/is-secure";

/** Data and static files run no script, so they need no nonce. Running here would double the cost of a small response. */
export const config = { matcher: "/((?!_next/static/|api/).*)" };

/**
 * Gives each page its content security policy, with a nonce of its own, and its path.
 *
 * The checks and headers of all requests come earlier, in lib/server/telemetry/watch-requests. Each page, route and action
 * authenticates its caller itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const { publicOrigin, development } = getEnv();
  const secure = isSecure(publicOrigin, request.headers.get("x-forwarded-proto"));
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, { secure, development });
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`); // where sign-in leads back to
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}
