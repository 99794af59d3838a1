const HERE = "http://here.invalid";

/**
 * Where to go after sign-in: a path of this console, or else its front page. The browser's own URL parser decides what
 * is a path (`//host`, `/\host` and `/<tab>/host` are not), instead of an imitation of it.
 */
export function safeNextPath(next: unknown): string {
  if (typeof next !== "string" || !next.startsWith("/") || next.length > 2_000) return "/";
  if (!URL.canParse(next, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(next, HERE);
  // "/x/..//host" is a path to the parser; its normal form is not.
  if (origin !== HERE || pathname.startsWith("//")) return "/";
  if (/^\/(api|sign-in)(\/|$)/.test(pathname)) return "/";
  return `${pathname}${search}${hash}`;
}

/** The sign-in page that leads back to `next`. */
export function signInPath(next: string): string {
  const path = safeNextPath(next);
  return path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}
