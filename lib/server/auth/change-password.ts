import type { ChangePasswordCommand, UsersFailure } from "@/lib/core/contracts/users";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { AuthServices } from "./auth-services";
import type { SignedIn } from "./find-actor";
import { passwordIssue } from "./password-rules";
import { startAttempt } from "./sign-in-limit";

/** Whether this person signs in by a password, and so may change it. */
export async function hasPassword(services: AuthServices, userId: string): Promise<boolean> {
  return (await readHash(services, userId)) !== null;
}

/**
 * Changes the caller's own password and ends all of their other sessions.
 *
 * The present password is required: otherwise anyone who finds a screen unlocked could take over the account. So a try
 * is a guess, and counts toward the limit of sign-ins.
 */
export async function changePassword(
  services: AuthServices,
  { actor, sessionId }: SignedIn,
  { current, password }: ChangePasswordCommand,
  from: string,
): Promise<Result<void, UsersFailure>> {
  const { kysely, audit, auth } = services;
  const email = actor.email ?? "";
  const event = { action: "password-changed", who: actor, from, asked: { email } } as const;
  const refuse = async (failure: UsersFailure) => {
    await audit.record(event, failure.kind);
    return fail(failure);
  };

  const before = await readHash(services, actor.id);
  if (before === null) return refuse({ kind: "no-password" });
  const attempt = await startAttempt(kysely, { email, address: from });
  if (!attempt.ok) return refuse({ kind: "too-many", retryAfterMinutes: attempt.retryAfterMinutes });
  const hashing = (await auth.$context).password;
  if (!(await hashing.verify({ hash: before, password: current }))) return refuse({ kind: "wrong-password" });
  await attempt.succeeded();
  const fault = passwordIssue(password, email);
  if (fault !== null) return fail({ kind: "bad-password", fault });

  const after = await hashing.hash(password);
  const complete = await audit.open(event);
  const isChanged = await kysely.transaction().execute(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable("auth_account")
      .set({ password: after, updated_at: new Date() })
      .where("user_id", "=", actor.id)
      .where("provider_id", "=", "credential")
      .where("password", "=", before) // an admin or another window may have changed it meanwhile
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await db
      .deleteFrom("auth_session")
      .where("user_id", "=", actor.id)
      .where("id", "!=", sessionId)
      .execute();
    return true;
  });
  await complete(isChanged ? "done" : "wrong-password");
  return isChanged ? ok(undefined) : fail({ kind: "wrong-password" });
}

async function readHash({ kysely }: AuthServices, userId: string): Promise<string | null> {
  const row = await kysely
    .selectFrom("auth_account")
    .select("password")
    .where("user_id", "=", userId)
    .where("provider_id", "=", "credential")
    .executeTakeFirst();
  return row?.password ?? null;
}
