import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "@/lib/server/db/open-database";
import type { Tables } from "@/lib/server/db/tables";
import { CONSOLE } from "@/lib/core/domain/audit-entry";
import { appendIn } from "./append-rows";
import type { Draft } from "./chain";
import type { Checkpoint } from "./chain";

/**
 * Drops what is older than `days`, and keeps the chain provable: first a checkpoint is chained on, with the number and
 * the hash of the last row that goes; then the rows go, in one statement. What remains begins where the checkpoint says.
 *
 * Entries that are still open stay, and so do all after them. As the owner of the tables, since the console's own role
 * may not delete.
 *
 * @returns how many rows went
 */
export async function dropOldEntries(database: Database, days: number): Promise<number> {
  return database.asOwner(async (owner) => {
    await owner.transaction().execute(async (transaction) => {
      const checkpoint = await findCheckpoint(transaction, days);
      if (checkpoint) await appendIn(transaction, [draftOf(checkpoint)]);
    });
    // Also what an earlier run has closed and did not come to drop.
    return deleteClosed(owner);
  });
}

async function findCheckpoint(transaction: Transaction<Tables>, days: number): Promise<Checkpoint | null> {
  // Not past what is open. `least` leaves out nulls, and with nothing that is old there is nothing to leave out.
  const { rows } = await sql<{ old: number | null; through: number | null }>`
    select old, least(old, (select min(entry) - 1 from audit_open)) as through
    from (select max(seq) as old from audit_log where at < now() - make_interval(days => ${days})) rows_past
  `.execute(transaction);
  if (rows[0]?.old == null) return null;
  let through = rows[0].through ?? 0;
  // An entry goes with its outcome or not at all.
  for (;;) {
    const split = await transaction
      .selectFrom("audit_log")
      .select((select) => select.fn.min<number | null>("entry").as("entry"))
      .where("kind", "in", ["outcome", "revision"])
      .where("seq", ">", through)
      .where("entry", "<=", through)
      .executeTakeFirst();
    if (split?.entry == null) break;
    through = split.entry - 1;
  }
  const last = await transaction
    .selectFrom("audit_log")
    .select(["seq", "hash"])
    .where("seq", "=", through)
    .executeTakeFirst();
  return last ? { through: last.seq, hash: last.hash, days } : null;
}

function draftOf(checkpoint: Checkpoint): Draft {
  return {
    kind: "checkpoint",
    entry: null,
    action: "retention",
    actor: CONSOLE,
    from: null,
    fleetId: null,
    thingName: null,
    jobId: null,
    executionNumber: null,
    operationId: null,
    asked: null,
    before: null,
    outcome: { kind: "dropped", errorName: null, requestId: null, completedBy: "answer" },
    after: null,
    checkpoint,
  };
}

async function deleteClosed(owner: Kysely<Tables>): Promise<number> {
  const result = await sql`delete from audit_log where seq <= (
    select max((body::json #>> '{checkpoint,through}')::bigint) from audit_log where kind = 'checkpoint'
  )`.execute(owner);
  return Number(result.numAffectedRows ?? 0n);
}
