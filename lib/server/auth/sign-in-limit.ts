import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";

export const WINDOW_MINUTES = 15;
/** Ten guesses a quarter of an hour are a thousand a day: nothing against a password that the rules let through. */
export const MAX_PER_ACCOUNT = 10;
/** An office behind one address has many people with many typing errors. */
export const MAX_PER_ADDRESS = 50;

/** A try that may be made, or how long to wait. */
export type Attempt = { ok: true; succeeded: () => Promise<void> } | { ok: false; retryAfterMinutes: number };

/**
 * Counts a sign-in before it is tried, for the account and for the address, and takes it back when it succeeds: so a
 * thousand tries side by side are held like a thousand in a row. An account that does not exist is counted like any
 * other, or the difference would tell which do. In the database, since several instances share the count.
 */
export async function beginAttempt(
  db: Kysely<Tables>,
  { email, address }: { email: string; address: string },
): Promise<Attempt> {
  const account = `account:${email.toLowerCase()}`;
  const from = `address:${address}`;
  const ofAddress = await count(db, from);
  // An address that is at its end does not use up the accounts of others.
  if (ofAddress.attempts > MAX_PER_ADDRESS) return { ok: false, retryAfterMinutes: ofAddress.minutesLeft };
  const ofAccount = await count(db, account);
  if (ofAccount.attempts > MAX_PER_ACCOUNT) return { ok: false, retryAfterMinutes: ofAccount.minutesLeft };
  return { ok: true, succeeded: () => takeBack(db, account, from) };
}

/** An admin who sets a new password lets the person try again at once. */
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

async function takeBack(db: Kysely<Tables>, account: string, from: string): Promise<void> {
  await db.deleteFrom("sign_in_attempt").where("key", "=", account).execute();
  await sql`update sign_in_attempt set attempts = greatest(attempts - 1, 0) where key = ${from}`.execute(db);
  // Windows that are over say nothing any more; a table that only grows would be a gift to whoever invents addresses.
  await sql`delete from sign_in_attempt where window_began_at < now() - make_interval(mins => ${WINDOW_MINUTES})`.execute(
    db,
  );
}
