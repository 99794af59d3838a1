import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";

/**
 * The right to run a fleet's operations. One runner at a time holds it.
 *
 * A runner cannot know that it holds the lease: it may freeze, be replaced, and continue. So each acquisition raises
 * the fleet's fencing token, a number in the column `epoch`, and each statement of a runner names its own token. If the
 * token in the table is another, the statement changes nothing (`isHeld`). A claimed item has the token of the runner
 * that claimed it, so the next holder finds what earlier ones left in flight.
 *
 * AWS knows no fencing token. The runner therefore reads the lease again directly before each call (`CallGuard`).
 */
export interface Lease {
  fleetId: string;
  fencingToken: number;
}

/**
 * Acquires the fleet's lease. Raising the fencing token makes every later write of the previous holder fail.
 */
export async function acquireLease(kysely: Kysely<Tables>, fleetId: string): Promise<Lease> {
  const { rows } = await sql<{ epoch: number }>`
    insert into fleet_runner (fleet_id, epoch, seen_at) values (${fleetId}, 1, clock_timestamp())
    on conflict (fleet_id) do update set epoch = fleet_runner.epoch + 1, seen_at = clock_timestamp()
    returning epoch`.execute(kysely);
  return { fleetId, fencingToken: rows[0]!.epoch };
}

/**
 * The condition of every write of a runner. It locks the fleet's row until the transaction of the statement ends: an
 * acquisition waits that long, and a statement that waited for an acquisition sees the new token.
 */
export function isHeld({ fleetId, fencingToken }: Lease): RawBuilder<boolean> {
  return sql`exists (
      select from fleet_runner where fleet_id = ${fleetId} and epoch = ${fencingToken} for share
    )`;
}

/** The ids of the fleet's operations that may call AWS now. Null: another runner holds the lease. */
export async function findRunningIds(
  kysely: Kysely<Tables>,
  { fleetId, fencingToken }: Lease,
): Promise<ReadonlySet<string> | null> {
  const { rows } = await sql`
    select from fleet_runner where fleet_id = ${fleetId} and epoch = ${fencingToken}`.execute(kysely);
  if (rows.length === 0) return null;
  const running = await kysely
    .selectFrom("operation")
    .select("id")
    .where("fleet_id", "=", fleetId)
    .where("state", "=", "running")
    .execute();
  return new Set(running.map(({ id }) => id));
}

/** Records that the fleet has a runner, and its calls a second. Returns whether the lease is still held. */
export async function recordPace(
  kysely: Kysely<Tables>,
  { fleetId, fencingToken }: Lease,
  pace: { perSecond: number; aim: number; throttledAt: Date | null } | null,
): Promise<boolean> {
  const { rows } = await sql`
    update fleet_runner
    set seen_at = clock_timestamp(), pace = ${pace?.perSecond ?? null}::double precision,
      full_pace = ${pace?.aim ?? null}::double precision, throttled_at = ${pace?.throttledAt ?? null}::timestamptz
    where fleet_id = ${fleetId} and epoch = ${fencingToken}
    returning epoch`.execute(kysely);
  return rows.length > 0;
}

/**
 * Counts a failed run of this fleet. If `error` is null, it resets the count. It is stored, so that the operation's
 * page shows it even if another instance failed. It needs no lease: acquiring one may be what failed.
 */
export async function recordRunnerFailure(
  kysely: Kysely<Tables>,
  fleetId: string,
  error: string | null,
): Promise<void> {
  await sql`
    insert into fleet_runner (fleet_id, epoch, seen_at) values (${fleetId}, 0, clock_timestamp())
    on conflict (fleet_id) do nothing`.execute(kysely);
  if (error === null) {
    await sql`update fleet_runner set failure = null
      where fleet_id = ${fleetId} and failure is not null`.execute(kysely);
    return;
  }
  await sql`
    update fleet_runner set failure = json_build_object(
      'since', coalesce(failure::json ->> 'since', to_json(clock_timestamp()) #>> '{}'),
      'failures', coalesce((failure::json ->> 'failures')::integer, 0) + 1,
      'error', ${error}::text)::text
    where fleet_id = ${fleetId}`.execute(kysely);
}
