import { createHash } from "node:crypto";

/** The session cookie of better-auth (create-auth). Over TLS its name has a prefix. */
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?standdown\.session_token=([^;]+)/;

/** Some 200 bytes each. Past this number, the session that was unused for longest is forgotten. */
const MAX_SESSIONS = 10_000;

/** Next loads this module twice, once for pages and once for the request guard. Both need the same map. */
const holder = globalThis as typeof globalThis & { standdownKnownSessions?: Map<string, string> };

/** The cookie's hash: a dump of the memory holds no usable cookie. */
function keyOf(cookie: string | null | undefined): string | null {
  const value = SESSION_COOKIE.exec(cookie ?? "")?.[1];
  return value === undefined ? null : createHash("sha256").update(value).digest("base64");
}

/**
 * Remembers whose session this cookie is, so that the next request with it counts for that person before anything is
 * read. Call it only with a session that was looked up: anybody can make up a cookie.
 *
 * @param personId null: nobody's, or no longer
 */
export function rememberSession(cookie: string | null | undefined, personId: string | null): void {
  const key = keyOf(cookie);
  if (key === null) return;
  const sessions = (holder.standdownKnownSessions ??= new Map<string, string>());
  sessions.delete(key); // set again below: the map is ordered by last use
  if (personId !== null) sessions.set(key, personId);
  if (sessions.size > MAX_SESSIONS) sessions.delete(sessions.keys().next().value!);
}

/** The person whose session this cookie is. Null: this process has not seen it yet. */
export function personOfSession(cookie: string | null | undefined): string | null {
  const key = keyOf(cookie);
  return (key !== null && holder.standdownKnownSessions?.get(key)) || null;
}
