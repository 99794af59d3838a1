import { NO_CONTENT_POLICY } from "./content-security-policy";

/** Two years, as the preload list asks for; subdomains are left to whoever owns them. */
const HSTS = "max-age=63072000";

/** Of the powers of a browser, the console needs to write to the clipboard and no other. */
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
  .map((power) => `${power}=()`)
  .join(", ");

/** What every answer carries, page, data or refusal. @param secure people reach us over TLS */
export function securityHeaders({ secure }: { secure: boolean }): Record<string, string> {
  return {
    "referrer-policy": "same-origin", // an address names things and jobs; a search may name a customer
    "permissions-policy": PERMISSIONS,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY", // for what does not know frame-ancestors
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    ...(secure && { "strict-transport-security": HSTS }),
  };
}

/**
 * What the answer to a request for this path carries from the start. A page gets its policy in proxy.ts, with its nonce;
 * static files are the same for everyone and have theirs from next.config.js.
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
