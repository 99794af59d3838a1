import type { AuthUserRow } from "@/lib/server/db/auth-tables";
import type { Actor } from "@/lib/core/permissions/actor";
import type { AuthServices } from "./auth-services";
import type { AuthSettings } from "@/lib/server/config/auth-settings";
import { fleetsColumn } from "./fleets-column";
import { type Role, toRole } from "@/lib/core/permissions/permissions";

/** A person who is signed in, and their session. */
export interface SignedIn {
  actor: Actor;
  sessionId: string;
}

/** How often a session's last use is written: not at every request. */
const TOUCH_EVERY_MS = 30_000;

/**
 * Finds the person that a request's cookie belongs to. Null: there is no session, or it has ended.
 *
 * Everything about the person is read from the database (read-session), so a change of role, a new limit or the end of a
 * session takes effect at the very next request.
 *
 * @param counts whether the request counts as use of the session, which extends the idle end. Pages and actions count;
 *   what a list reads by itself does not
 */
export async function findActor(
  { readSession, kysely, settings, demo }: AuthServices,
  headers: Headers,
  { counts }: { counts: boolean },
): Promise<SignedIn | null> {
  const row = await readSession(headers);
  const role = toRole(row?.role ?? null);
  if (!row || role === null || (row.is_demo && !demo)) return null;

  const now = Date.now();
  const isIdle = now - row.last_seen_at.getTime() > settings.idleMinutes * 60_000;
  const isOld = now - row.created_at.getTime() > settings.maxHours * 3_600_000; // the setting may be lower than at sign-in
  const isOver = row.expires_at.getTime() <= now;
  if (isIdle || isOld || isOver) {
    await kysely.deleteFrom("auth_session").where("id", "=", row.session_id).execute();
    return null;
  }
  if (counts && now - row.last_seen_at.getTime() > TOUCH_EVERY_MS)
    await kysely
      .updateTable("auth_session")
      .set({ last_seen_at: new Date(now) })
      .where("id", "=", row.session_id)
      .execute();

  return {
    sessionId: row.session_id,
    actor: toActor(row, role, settings),
  };
}

type Person = Pick<AuthUserRow, "id" | "name" | "email" | "fleets" | "thing_pattern">;

/** The actor of a row, with the permissions that the environment switches off. */
export function toActor(row: Person, role: Role, { switchedOff }: Pick<AuthSettings, "switchedOff">): Actor {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role,
    ...(row.fleets !== null && { fleets: fleetsColumn.parse(row.fleets) }),
    ...(row.thing_pattern !== null && { thingPattern: row.thing_pattern }),
    ...(switchedOff.length > 0 && { switchedOff }),
  };
}
