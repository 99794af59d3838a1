/** Methods that only read. A request by any other method must come from our own pages. */
const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** The facts of a request that show where it comes from. */
export interface Provenance {
  method: string;
  /** The header Sec-Fetch-Site, which no script can set or leave out. */
  site: string | null;
  /** The header Origin. */
  origin: string | null;
  /** The host that the browser asked for. */
  host: string | null;
}

/**
 * Whether a request that may change something comes from another site than ours.
 *
 * Next checks this for server actions only, and admits those without an Origin. This check covers every route. Every
 * current browser sends Origin with a POST. A request without both headers is not a browser's, so there is no person
 * whose session it could abuse, and a script has to bring a session of its own.
 *
 * @param publicOrigin where people reach the console. Null: at the requested host
 */
export function isCrossOrigin(
  { method, site, origin, host }: Provenance,
  publicOrigin: string | null,
): boolean {
  if (READING.has(method)) return false;
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  if (origin === null) return false;
  return publicOrigin === null ? hostOf(origin) !== host : origin !== publicOrigin;
}

/** Null if it is not a URL, such as the "null" of a sandboxed frame. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
