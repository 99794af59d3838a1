import { createHash } from "node:crypto";
import { LruCache } from "@/lib/server/process/lru-cache";
import { perProcess } from "@/lib/server/process/per-process";

/** The session cookie of better-auth (create-auth). Over TLS its name has a prefix. */
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?standdown\.session_token=([^;]+)/;

/** Some 200 bytes each. */
const MAX_SESSIONS = 10_000;

/** Person ids by the hash of a session's cookie. Written by pages and read by the request guards. */
const sessions = perProcess("known-sessions", () => new LruCache<string, string>(MAX_SESSIONS));

/** The cookie is hashed: a dump of memory must not contain usable sessions. */
function keyOf(cookie: string | null | undefined): string | null {
  const value = SESSION_COOKIE.exec(cookie ?? "")?.[1];
  return value === undefined ? null : createHash("sha256").update(value).digest("base64");
}

/**
 * Remembers whose session a cookie opens, so that the request guards count the next request with it for its person before
 * anything is read. Call it only with the result of a lookup: a cookie that somebody made up belongs to nobody.
 *
 * @param personId null: the cookie opens no session, or no longer
 */
export function rememberSession(cookie: string | null | undefined, personId: string | null): void {
  const key = keyOf(cookie);
  if (key === null) return;
  if (personId === null) sessions.delete(key);
  else sessions.set(key, personId);
}

/** The person whose session this cookie is. Null: this process has not seen it yet. */
export function personOfSession(cookie: string | null | undefined): string | null {
  const key = keyOf(cookie);
  return (key !== null && sessions.get(key)) || null;
}
