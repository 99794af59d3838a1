import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import type {
  AddUserCommand,
  ChangeUserCommand,
  ResetPasswordCommand,
  User,
  UserRef,
  UsersFailure,
} from "@/lib/core/contracts/users";
import type { Tables } from "@/lib/server/db/tables";
import { isPlainText } from "@/lib/core/domain/plain-text";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { Actor } from "@/lib/core/permissions/actor";
import type { AuthEvent } from "./auth-audit";
import type { AuthServices } from "./auth-services";
import { fleetsColumn } from "./fleets-column";
import { authorize } from "@/lib/core/permissions/authorize";
import { passwordIssue } from "./password-rules";
import { toRole } from "@/lib/core/permissions/permissions";
import { forgetAttempts } from "./sign-in-limit";

type Outcome<Value = void> = Promise<Result<Value, UsersFailure>>;

/** All users by e-mail address, with how many sessions each has. */
export async function listUsers({ kysely }: AuthServices, actor: Actor): Outcome<User[]> {
  const may = authorize(actor, "manage-users");
  if (!may.ok) return may;
  return ok(await readUsers(kysely, null));
}

/** One user. */
export async function findUser({ kysely }: AuthServices, actor: Actor, { userId }: UserRef): Outcome<User> {
  const may = authorize(actor, "manage-users");
  if (!may.ok) return may;
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
    fleets: fleetsColumn.parse(row.fleets),
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

/** Adds a person. Without a password only the identity provider lets them in. */
export async function addUser(
  services: AuthServices,
  actor: Actor,
  command: AddUserCommand,
  from: string | null,
): Outcome<{ id: string }> {
  const may = await requireManager(services, actor, "user-added", from);
  if (!may.ok) return may;
  const { email, password, role } = command;
  const fault = password === "" ? null : passwordIssue(password, email);
  if (fault !== null) return fail({ kind: "bad-password", fault });
  const hash = password === "" ? null : await hashOf(services, password);

  const asked = { email, role, ...toFacts(command) };
  return changeUsers(services, { action: "user-added", who: actor, from, asked }, async (db) => {
    const there = await db.selectFrom("auth_user").select("id").where("email", "=", email).executeTakeFirst();
    if (there) return fail({ kind: "exists", email });
    const now = new Date();
    const id = randomUUID();
    await db
      .insertInto("auth_user")
      .values({
        id,
        name: command.name || email,
        email,
        email_verified: true, // the admin who typed it vouches for it: an identity provider may be linked by it
        image: null,
        created_at: now,
        updated_at: now,
        role,
        is_demo: false,
        ...toLimits(command),
      })
      .execute();
    if (hash !== null) await insertPassword(db, id, hash);
    return ok({ id });
  });
}

/** Changes role and limits; they are true of the person's very next request. */
export async function changeUser(
  services: AuthServices,
  actor: Actor,
  { userId, role, ...limits }: ChangeUserCommand,
  from: string | null,
): Outcome {
  const may = await requireManager(services, actor, "user-changed", from);
  if (!may.ok) return may;
  const before = await readFacts(services, userId);
  if (!before) return fail({ kind: "no-such-user" });
  const asked = { email: before.email, role, ...toFacts(limits) };
  return changeUsers(services, { action: "user-changed", who: actor, from, asked, before }, async (db) => {
    if (before.role === "admin" && role !== "admin" && (await isLastAdmin(db, userId)))
      return fail({ kind: "last-admin" });
    await db
      .updateTable("auth_user")
      .set({ role, ...toLimits(limits), updated_at: new Date() })
      .where("id", "=", userId)
      .execute();
    return ok(undefined);
  });
}

/** Sets a new password and ends all sessions of the person, who may be somebody else by now. */
export async function resetPassword(
  services: AuthServices,
  actor: Actor,
  { userId, password }: ResetPasswordCommand,
  from: string | null,
): Outcome {
  const may = await requireManager(services, actor, "password-reset", from);
  if (!may.ok) return may;
  const user = await readFacts(services, userId);
  if (!user) return fail({ kind: "no-such-user" });
  const fault = passwordIssue(password, user.email);
  if (fault !== null) return fail({ kind: "bad-password", fault });
  const hash = await hashOf(services, password);
  const asked = { email: user.email };
  return changeUsers(services, { action: "password-reset", who: actor, from, asked }, async (db) => {
    await db
      .deleteFrom("auth_account")
      .where("user_id", "=", userId)
      .where("provider_id", "=", "credential")
      .execute();
    await insertPassword(db, userId, hash);
    await db.deleteFrom("auth_session").where("user_id", "=", userId).execute();
    await forgetAttempts(db, user.email);
    return ok(undefined);
  });
}

/** Removes a person, with all sessions. What they did stays in the audit log under their name. */
export async function removeUser(
  services: AuthServices,
  actor: Actor,
  { userId }: UserRef,
  from: string | null,
): Outcome {
  const may = await requireManager(services, actor, "user-removed", from);
  if (!may.ok) return may;
  if (actor.id === userId) return fail({ kind: "yourself" });
  const user = await readFacts(services, userId);
  if (!user) return fail({ kind: "no-such-user" });
  const asked = { email: user.email };
  return changeUsers(
    services,
    { action: "user-removed", who: actor, from, asked, before: user },
    async (db) => {
      if (user.role === "admin" && (await isLastAdmin(db, userId))) return fail({ kind: "last-admin" });
      await db.deleteFrom("auth_user").where("id", "=", userId).execute();
      return ok(undefined);
    },
  );
}

/**
 * A change of users: on record before it is made, or not made. One at a time (the admins' rows are the lock), or two
 * admins could each take the other's role away.
 *
 * The audit log is written outside of the transaction: it has one of its own, and on the embedded engine's single
 * connection each would wait for the other.
 */
async function changeUsers<Value>(
  { kysely, audit }: AuthServices,
  event: AuthEvent,
  change: (db: Transaction<Tables>) => Outcome<Value>,
): Outcome<Value> {
  const complete = await audit.begin(event);
  const result = await kysely.transaction().execute(async (db) => {
    await db.selectFrom("auth_user").select("id").where("role", "=", "admin").forUpdate().execute();
    return change(db);
  });
  await complete(result.ok ? "done" : result.failure.kind);
  return result;
}

/** What a person is before a change, for the audit log. */
async function readFacts({ kysely }: AuthServices, userId: string) {
  return kysely
    .selectFrom("auth_user")
    .select(["email", "role", "fleets", "thing_pattern as things"])
    .where("id", "=", userId)
    .executeTakeFirst();
}

/** Those who change users: whoever else tries is on record. */
async function requireManager(
  { audit }: AuthServices,
  actor: Actor,
  action: AuthEvent["action"],
  from: string | null,
) {
  const may = authorize(actor, "manage-users");
  if (!may.ok) await audit.record({ action, who: actor, from, asked: null }, "forbidden");
  return may;
}

async function isLastAdmin(db: Transaction<Tables>, userId: string): Promise<boolean> {
  const other = await db
    .selectFrom("auth_user")
    .select("id")
    .where("role", "=", "admin")
    .where("id", "!=", userId)
    .executeTakeFirst();
  return other === undefined;
}

const hashOf = async ({ auth }: AuthServices, password: string) =>
  (await auth.$context).password.hash(password);

async function insertPassword(db: Transaction<Tables>, userId: string, hash: string): Promise<void> {
  const now = new Date();
  await db
    .insertInto("auth_account")
    .values({
      id: randomUUID(),
      account_id: userId,
      provider_id: "credential",
      user_id: userId,
      password: hash,
      created_at: now,
      updated_at: now,
      access_token: null,
      refresh_token: null,
      id_token: null,
      access_token_expires_at: null,
      refresh_token_expires_at: null,
      scope: null,
    })
    .execute();
}

type Limits = Pick<AddUserCommand, "fleets" | "thingPattern">;

const toLimits = ({ fleets, thingPattern }: Limits) => ({
  fleets: fleets === null ? null : fleetsColumn.stringify(fleets),
  thing_pattern: thingPattern === "" ? null : thingPattern,
});

const toFacts = ({ fleets, thingPattern }: Limits) => ({ fleets, things: thingPattern || null });
