const HERE = "http://here.invalid";

/**
 * Where to go after sign-in: `next` if it is the path of a page of this console, or else the front page. It is parsed
 * as browsers parse it, so that `//host`, `/\host` and `/<tab>/host`, which lead to another host, are not taken for
 * paths.
 */
export function safeNextPath(next: unknown): string {
  if (typeof next !== "string" || !next.startsWith("/") || next.length > 2_000) return "/";
  if (!URL.canParse(next, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(next, HERE);
  // The parser takes "/x/..//host" for a path, but normalizes it to "//host".
  if (origin !== HERE || pathname.startsWith("//")) return "/";
  if (/^\/(api|sign-in)(\/|$)/.test(pathname)) return "/";
  return `${pathname}${search}${hash}`;
}

/** The sign-in page that leads back to `next`. */
export function signInPath(next: string): string {
  const path = safeNextPath(next);
  return path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}
