import type { EndSessionCommand, Session, UsersFailure } from "@/lib/core/contracts/users";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { Actor } from "@/lib/core/permissions/actor";
import type { AuthServices } from "./auth-services";
import type { SignedIn } from "./find-actor";
import { authorize } from "@/lib/core/permissions/authorize";

/** People manage their own sessions, admins those of others too. */
function authorizeSessionsOf(actor: Actor, userId: string) {
  return actor.id === userId ? ok(undefined) : authorize(actor, "manage-users");
}

/** The sessions of a person that have not ended, last used first. */
export async function listSessions(
  { kysely, settings }: AuthServices,
  { actor, sessionId }: SignedIn,
  { userId }: { userId: string },
): Promise<Result<Session[], UsersFailure>> {
  const authorized = authorizeSessionsOf(actor, userId);
  if (!authorized.ok) return authorized;
  const rows = await kysely
    .selectFrom("auth_session")
    .select(["id", "created_at", "last_seen_at", "ip_address", "user_agent"])
    .where("user_id", "=", userId)
    .where("expires_at", ">", new Date())
    .where("last_seen_at", ">", new Date(Date.now() - settings.idleMinutes * 60_000))
    .orderBy("last_seen_at", "desc")
    .limit(100)
    .execute();
  return ok(
    rows.map((row) => ({
      id: row.id,
      isThis: row.id === sessionId,
      startedAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      address: row.ip_address || null,
      browser: row.user_agent || null,
    })),
  );
}

/** Ends one session of a person, or all but the caller's own. The next request of an ended session is refused. */
export async function endSession(
  { kysely, audit }: AuthServices,
  { actor, sessionId: own }: SignedIn,
  { userId, sessionId }: EndSessionCommand,
  from: string | null,
): Promise<Result<void, UsersFailure>> {
  const authorized = authorizeSessionsOf(actor, userId);
  if (!authorized.ok) return authorized;
  const person = await kysely
    .selectFrom("auth_user")
    .select("email")
    .where("id", "=", userId)
    .executeTakeFirst();
  if (!person) return fail({ kind: "no-such-user" });
  const asked = { of: person.email, which: sessionId === null ? "all" : "one" };
  const complete = await audit.open({ action: "session-ended", who: actor, from, asked });
  const query = kysely.deleteFrom("auth_session").where("user_id", "=", userId);
  await (sessionId === null ? query.where("id", "!=", own) : query.where("id", "=", sessionId)).execute();
  await complete("done");
  return ok(undefined);
}
