import { type Kysely, sql } from "kysely";
import { SUM_LOCK } from "@/lib/server/db/migrations/004-triage";
import type { Tables } from "@/lib/server/db/tables";

/**
 * Runs `work` in a transaction as the only writer of the fleet's open executions.
 *
 * What a thing's rows mean follows from all of them, so they are read, reckoned and written again: what another has ended in
 * between would come back. And of two writers that have each changed rows the other one wants, neither could go on. The
 * lock is the one that the sums by group are kept under, by the table's own triggers.
 *
 * @param kysely with a transaction of its own, or one that is under way: the lock is then kept until that one ends
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
