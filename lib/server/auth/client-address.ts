/**
 * The address a request came from. The header is true by the time that we see it: who sent it, or a proxy that is
 * trusted.
 */
export function clientAddress(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",")[0]?.trim() || "unknown";
}
