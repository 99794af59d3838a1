import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";

export const WINDOW_MINUTES = 15;
/** Ten guesses in a quarter of an hour are a thousand a day: hopeless against a password that the rules accept. */
export const MAX_PER_ACCOUNT = 10;
/** An office behind one address has many people with many typing errors. */
export const MAX_PER_ADDRESS = 50;

/** Whether a sign-in may be tried, or how long to wait. */
export type Attempt = { ok: true; succeeded: () => Promise<void> } | { ok: false; retryAfterMinutes: number };

/**
 * Counts a sign-in before it is tried, for the account and for the address, and uncounts it if it succeeds. So a thousand
 * tries at once are limited like a thousand in a row. An account that does not exist is counted like any other:
 * otherwise the difference would show which accounts exist. The counts are in the database, since instances share them.
 */
export async function startAttempt(
  db: Kysely<Tables>,
  { email, address }: { email: string; address: string },
): Promise<Attempt> {
  const account = `account:${email.toLowerCase()}`;
  const from = `address:${address}`;
  const ofAddress = await count(db, from);
  // Checked first: a blocked address must not use up the tries of accounts.
  if (ofAddress.attempts > MAX_PER_ADDRESS) return { ok: false, retryAfterMinutes: ofAddress.minutesLeft };
  const ofAccount = await count(db, account);
  if (ofAccount.attempts > MAX_PER_ACCOUNT) return { ok: false, retryAfterMinutes: ofAccount.minutesLeft };
  return { ok: true, succeeded: () => uncount(db, account, from) };
}

/** Resets the count of an account. After an admin has set a new password, the person may try at once. */
export async function forgetAttempts(db: Kysely<Tables>, email: string): Promise<void> {
  await db.deleteFrom("sign_in_attempt").where("key", "=", `account:${email.toLowerCase()}`).execute();
}

async function count(db: Kysely<Tables>, key: string): Promise<{ attempts: number; minutesLeft: number }> {
  const isOver = sql<boolean>`sign_in_attempt.window_began_at < now() - make_interval(mins => ${WINDOW_MINUTES})`;
  const { rows } = await sql<{ attempts: number; minutes_left: number }>`
    insert into sign_in_attempt (key, attempts, window_began_at) values (${key}, 1, now())
    on conflict (key) do update set
      attempts = case when ${isOver} then 1 else sign_in_attempt.attempts + 1 end,
      window_began_at = case when ${isOver} then now() else sign_in_attempt.window_began_at end
    returning attempts,
      ceil(extract(epoch from window_began_at + make_interval(mins => ${WINDOW_MINUTES}) - now()) / 60)::int as minutes_left
  `.execute(db);
  return { attempts: rows[0]!.attempts, minutesLeft: Math.max(1, rows[0]!.minutes_left) };
}

async function uncount(db: Kysely<Tables>, account: string, from: string): Promise<void> {
  await db.deleteFrom("sign_in_attempt").where("key", "=", account).execute();
  await sql`update sign_in_attempt set attempts = greatest(attempts - 1, 0) where key = ${from}`.execute(db);
  // Rows of past windows are useless, and an attacker who invents addresses could make the table grow for ever.
  await sql`delete from sign_in_attempt where window_began_at < now() - make_interval(mins => ${WINDOW_MINUTES})`.execute(
    db,
  );
}
