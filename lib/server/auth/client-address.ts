/** The address that a request came from. `normalizeHeaders` has made sure that the client did not forge the header. */
export function clientAddress(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",")[0]?.trim() || "unknown";
}
