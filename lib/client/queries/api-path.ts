/** The path of a route handler. Names may hold colons and come from URLs, so each segment is encoded. */
export function apiPath(fleetId: string, ...segments: readonly string[]): string {
  return ["/api", fleetId, ...segments.map(encodeURIComponent)].join("/");
}
