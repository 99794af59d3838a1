import type { User, UserRef, UsersFailure } from "@/lib/core/contracts/users";
import { isPlainText } from "@/lib/core/domain/plain-text";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import { toRole } from "@/lib/core/permissions/permissions";
import type { AuthServices } from "./auth-services";

type Outcome<Value> = Promise<Result<Value, UsersFailure>>;

/** All users by e-mail address, with the number of their sessions. */
export async function listUsers({ kysely }: AuthServices, actor: Actor): Outcome<User[]> {
  const authorized = authorize(actor, "manage-users");
  if (!authorized.ok) return authorized;
  return ok(await readUsers(kysely, null));
}

/** One user. */
export async function findUser({ kysely }: AuthServices, actor: Actor, { userId }: UserRef): Outcome<User> {
  const authorized = authorize(actor, "manage-users");
  if (!authorized.ok) return authorized;
  const [user] = isPlainText(userId) ? await readUsers(kysely, userId) : [];
  return user ? ok(user) : fail({ kind: "no-such-user" });
}

async function readUsers(kysely: AuthServices["kysely"], userId: string | null): Promise<User[]> {
  let query = kysely
    .selectFrom("auth_user")
    .leftJoin("auth_session", (join) =>
      join.onRef("auth_session.user_id", "=", "auth_user.id").on("auth_session.expires_at", ">", new Date()),
    )
    .select(["auth_user.id", "name", "email", "role", "fleets", "thing_pattern", "is_demo"])
    .select(({ fn }) => [
      fn.count("auth_session.id").as("sessions"),
      fn.max("auth_session.last_seen_at").as("seen"),
    ])
    .groupBy("auth_user.id")
    .orderBy("email");
  if (userId !== null) query = query.where("auth_user.id", "=", userId);
  const [rows, accounts] = await Promise.all([
    query.execute(),
    kysely.selectFrom("auth_account").select(["user_id", "provider_id"]).execute(),
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: toRole(row.role),
    fleets: row.fleets === null ? null : (JSON.parse(row.fleets) as string[]),
    thingPattern: row.thing_pattern,
    waysIn: row.is_demo
      ? ["one-click"]
      : accounts
          .filter((account) => account.user_id === row.id)
          .map((account) => (account.provider_id === "credential" ? "password" : "identity-provider")),
    sessions: Number(row.sessions),
    lastSeenAt: row.seen,
  }));
}
