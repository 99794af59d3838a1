import { NO_CONTENT_POLICY } from "./content-security-policy";

/** Two years, as the preload list demands. Subdomains are not included: they may not be ours. */
const HSTS = "max-age=63072000";

/** Browser features that are switched off. The console needs only to write to the clipboard. */
const PERMISSIONS = [
  "accelerometer",
  "autoplay",
  "camera",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "publickey-credentials-get",
  "screen-wake-lock",
  "usb",
  "xr-spatial-tracking",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** The security headers of every response. @param secure whether people reach the console over TLS */
export function securityHeaders({ secure }: { secure: boolean }): Record<string, string> {
  return {
    "referrer-policy": "same-origin", // URLs name things and jobs, and a search may name a customer
    "permissions-policy": PERMISSIONS,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY", // for browsers that do not know frame-ancestors
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    ...(secure && { "strict-transport-security": HSTS }),
  };
}

/**
 * The headers that the request guard sets, before Next handles a request for this path. proxy.ts adds the content
 * security policy of a page, which needs a nonce. Static files get none here: next.config.js sets theirs.
 */
export function answerHeaders(path: string, { secure }: { secure: boolean }): Record<string, string> {
  if (path.startsWith("/_next/static/")) return {};
  if (!path.startsWith("/api/")) return securityHeaders({ secure });
  return {
    ...securityHeaders({ secure }),
    "content-security-policy": NO_CONTENT_POLICY,
    "cache-control": "no-store",
  };
}
