import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { AuthServices } from "./auth-services";

/** A hash that better-auth verifies at a sign-in. It takes some 100 ms, on purpose: do not call it in a transaction. */
export async function hashPassword({ auth }: Pick<AuthServices, "auth">, password: string): Promise<string> {
  const { password: hashing } = await auth.$context;
  return hashing.hash(password);
}

/** Lets a person sign in by this password. They must not have one yet. */
export async function insertPassword(db: Transaction<Tables>, userId: string, hash: string): Promise<void> {
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
