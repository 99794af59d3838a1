import { type Kysely, sql } from "kysely";
import { SUM_LOCK } from "@/lib/server/db/migrations/004-triage";
import type { Tables } from "@/lib/server/db/tables";

/**
 * Runs `work` in a transaction as the only writer of the fleet's open executions.
 *
 * A row's triage depends on all rows of its thing, so they are read, recomputed and written together. Without the lock, a
 * row that another writer removes in between would come back, and two writers could deadlock on each other's rows. The
 * table's triggers take the same lock to maintain `open_group`.
 *
 * @param kysely a connection, or a transaction that is under way: the lock is then held until that transaction ends
 */
export async function withFleetLock<Value>(
  kysely: Kysely<Tables>,
  fleetId: string,
  work: (transaction: Kysely<Tables>) => Promise<Value>,
): Promise<Value> {
  if (!kysely.isTransaction)
    return kysely.transaction().execute((transaction) => withFleetLock(transaction, fleetId, work));
  await sql`select pg_advisory_xact_lock(${SUM_LOCK}::integer, hashtext(${fleetId}))`.execute(kysely);
  return work(kysely);
}
