import { createHash } from "node:crypto";

/** The cookie of a session, as create-auth names it; with a prefix where it goes over TLS only. */
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?standdown\.session_token=([^;]+)/;

/** Sessions that are remembered at most, some 200 bytes each; those longest unused are forgotten first. */
const MAX_SESSIONS = 10_000;

/** Next loads this module once for pages and once for what runs before them; whose a session is must be known to both. */
const holder = globalThis as typeof globalThis & { standdownKnownSessions?: Map<string, string> };

/** By the cookie's hash: what lies in memory opens no door. */
function keyOf(cookie: string | null | undefined): string | null {
  const value = SESSION_COOKIE.exec(cookie ?? "")?.[1];
  return value === undefined ? null : createHash("sha256").update(value).digest("base64");
}

/**
 * Remembers whose session a cookie opens, so that the next request with it is counted for its person before
 * anything is read for it. Only what was looked up may be told here: a cookie that somebody made up is nobody's.
 *
 * @param personId null: nobody's, or no longer
 */
export function rememberSession(cookie: string | null | undefined, personId: string | null): void {
  const key = keyOf(cookie);
  if (key === null) return;
  const sessions = (holder.standdownKnownSessions ??= new Map<string, string>());
  sessions.delete(key); // put in again at the end: the map's order is that of the last use
  if (personId !== null) sessions.set(key, personId);
  if (sessions.size > MAX_SESSIONS) sessions.delete(sessions.keys().next().value!);
}

/** Whose session the cookie opens; null when it opened none yet in this process. */
export function personOfSession(cookie: string | null | undefined): string | null {
  const key = keyOf(cookie);
  return (key !== null && holder.standdownKnownSessions?.get(key)) || null;
}
