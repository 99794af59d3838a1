/** Methods that read. All others may change something, and must come from our own pages. */
const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** What of a request tells where it comes from. */
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
 * Whether a request that may change something comes from somewhere else than our own pages.
 *
 * Next asks this of server actions only, and lets one without an Origin pass; we ask it of every route. Every
 * browser of today sends Origin with a POST. Without both headers it is no browser that asks, so there is no
 * person whose session could be abused; a script must still bring a session of its own.
 *
 * @param publicOrigin where people reach the console; null: at the host that they asked for
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

/** Null for what is no address, such as the "null" of a sandboxed frame. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
