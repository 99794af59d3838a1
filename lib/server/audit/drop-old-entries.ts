import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "@/lib/server/db/open-database";
import type { Tables } from "@/lib/server/db/tables";
import { CONSOLE } from "@/lib/core/domain/audit-entry";
import { appendIn } from "./append-rows";
import type { Draft } from "./chain";
import type { Checkpoint } from "./chain";

/**
 * Deletes entries that are older than `days`, and keeps the chain provable. First it appends a checkpoint with the number
 * and the hash of the last row to delete. Then it deletes the rows, in one statement. The remaining chain starts where
 * the checkpoint says.
 *
 * An open entry is never deleted, nor is any entry after it. It runs as the owner of the tables, since the console's own
 * role may not delete.
 *
 * @returns the number of deleted rows
 */
export async function dropOldEntries(database: Database, days: number): Promise<number> {
  return database.asOwner(async (owner) => {
    await owner.transaction().execute(async (transaction) => {
      const checkpoint = await findCheckpoint(transaction, days);
      if (checkpoint) await appendIn(transaction, [draftOf(checkpoint)]);
    });
    // This also deletes what an earlier run put under a checkpoint before it was interrupted.
    return deleteUnderCheckpoint(owner);
  });
}

async function findCheckpoint(transaction: Transaction<Tables>, days: number): Promise<Checkpoint | null> {
  // Up to the first open entry at most. `least` ignores nulls, so `old` is checked by itself.
  const { rows } = await sql<{ old: number | null; through: number | null }>`
    select old, least(old, (select min(entry) - 1 from audit_open)) as through
    from (select max(seq) as old from audit_log where at < now() - make_interval(days => ${days})) rows_past
  `.execute(transaction);
  if (rows[0]?.old == null) return null;
  let through = rows[0].through ?? 0;
  // An entry is deleted with its outcome, or not at all.
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

async function deleteUnderCheckpoint(owner: Kysely<Tables>): Promise<number> {
  const result = await sql`delete from audit_log where seq <= (
    select max((body::json #>> '{checkpoint,through}')::bigint) from audit_log where kind = 'checkpoint'
  )`.execute(owner);
  return Number(result.numAffectedRows ?? 0n);
}
