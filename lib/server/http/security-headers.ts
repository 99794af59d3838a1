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

/** The headers of every response. @param secure people reach the console over TLS */
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
 * The headers that the response for this path starts with. A page gets its content security policy in proxy.ts, with its
 * nonce. Static files get their headers from next.config.js.
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
