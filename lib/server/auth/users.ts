import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import type {
  AddUserCommand,
  ChangeUserCommand,
  ResetPasswordCommand,
  UserRef,
  UsersFailure,
} from "@/lib/core/contracts/users";
import type { Tables } from "@/lib/server/db/tables";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { Actor } from "@/lib/core/permissions/actor";
import type { AuthEvent } from "./auth-audit";
import type { AuthServices } from "./auth-services";
import { fleetsColumn } from "./fleets-column";
import { authorize } from "@/lib/core/permissions/authorize";
import { passwordIssue } from "./password-rules";
import { hashPassword, insertPassword } from "./password-store";
import { forgetAttempts } from "./sign-in-limit";

type Outcome<Value = void> = Promise<Result<Value, UsersFailure>>;

/** Adds a person. Without a password they can sign in only with the identity provider. */
export async function addUser(
  services: AuthServices,
  actor: Actor,
  command: AddUserCommand,
  from: string | null,
): Outcome<{ id: string }> {
  const authorized = await authorizeManaging(services, actor, "user-added", from);
  if (!authorized.ok) return authorized;
  const { email, password, role } = command;
  const fault = password === "" ? null : passwordIssue(password, email);
  if (fault !== null) return fail({ kind: "bad-password", fault });
  const hash = password === "" ? null : await hashPassword(services, password);

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
        email_verified: true, // the admin vouches for it, so an identity provider's account may be linked by it
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

/** Changes role and limits. They apply to the person's very next request. */
export async function changeUser(
  services: AuthServices,
  actor: Actor,
  { userId, role, ...limits }: ChangeUserCommand,
  from: string | null,
): Outcome {
  const authorized = await authorizeManaging(services, actor, "user-changed", from);
  if (!authorized.ok) return authorized;
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

/** Sets a new password and ends all sessions of the person: somebody else may have taken over the account. */
export async function resetPassword(
  services: AuthServices,
  actor: Actor,
  { userId, password }: ResetPasswordCommand,
  from: string | null,
): Outcome {
  const authorized = await authorizeManaging(services, actor, "password-reset", from);
  if (!authorized.ok) return authorized;
  const user = await readFacts(services, userId);
  if (!user) return fail({ kind: "no-such-user" });
  const fault = passwordIssue(password, user.email);
  if (fault !== null) return fail({ kind: "bad-password", fault });
  const hash = await hashPassword(services, password);
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

/** Removes a person and their sessions. Their entries stay in the audit log. */
export async function removeUser(
  services: AuthServices,
  actor: Actor,
  { userId }: UserRef,
  from: string | null,
): Outcome {
  const authorized = await authorizeManaging(services, actor, "user-removed", from);
  if (!authorized.ok) return authorized;
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
 * Changes users, with an audit entry that is opened before the change. If it cannot be opened, nothing is changed.
 *
 * Changes run one at a time, with the rows of the admins as their lock. Otherwise two admins could each take the other's
 * role away at once, and none would be left.
 *
 * The audit log is written outside of the transaction. It has a transaction of its own, and on the embedded engine's
 * single connection each would wait for the other.
 */
async function changeUsers<Value>(
  { kysely, audit }: AuthServices,
  event: AuthEvent,
  change: (db: Transaction<Tables>) => Outcome<Value>,
): Outcome<Value> {
  const complete = await audit.open(event);
  const result = await kysely.transaction().execute(async (db) => {
    await db.selectFrom("auth_user").select("id").where("role", "=", "admin").forUpdate().execute();
    return change(db);
  });
  await complete(result.ok ? "done" : result.failure.kind);
  return result;
}

/** The person before a change, for the audit log. */
async function readFacts({ kysely }: AuthServices, userId: string) {
  return kysely
    .selectFrom("auth_user")
    .select(["email", "role", "fleets", "thing_pattern as things"])
    .where("id", "=", userId)
    .executeTakeFirst();
}

/** Refuses unless the actor may manage users, and records the refusal. */
async function authorizeManaging(
  { audit }: AuthServices,
  actor: Actor,
  action: AuthEvent["action"],
  from: string | null,
) {
  const authorized = authorize(actor, "manage-users");
  if (!authorized.ok) await audit.record({ action, who: actor, from, asked: null }, "forbidden");
  return authorized;
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

type Limits = Pick<AddUserCommand, "fleets" | "thingPattern">;

const toLimits = ({ fleets, thingPattern }: Limits) => ({
  fleets: fleets === null ? null : fleetsColumn.stringify(fleets),
  thing_pattern: thingPattern === "" ? null : thingPattern,
});

const toFacts = ({ fleets, thingPattern }: Limits) => ({ fleets, things: thingPattern || null });
