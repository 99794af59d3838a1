import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Columns that entries are filtered by. Each index ends in `entry`, so that the newest of them come without sorting. */
const FILTERED = ["person", "fleet_id", "thing_name", "job_id", "deed", "outcome"] as const;

/** The ledger, which refuses to be changed. */
export const audit: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("audit_log")
      .addColumn("seq", "bigint", (column) => column.primaryKey())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("entry", "bigint", (column) => column.notNull())
      .addColumn("at", "timestamptz(3)", (column) => column.notNull())
      .addColumn("person", "text", (column) => column.notNull())
      .addColumn("fleet_id", "text")
      .addColumn("thing_name", "text")
      .addColumn("job_id", "text")
      .addColumn("deed", "text", (column) => column.notNull())
      .addColumn("outcome", "text")
      .addColumn("operation_id", "text")
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("previous_hash", "text", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .execute();
    for (const column of FILTERED)
      await sql`create index ${sql.id(`audit_log_${column}`)} on audit_log (${sql.id(column)}, entry desc)`.execute(
        db,
      );
    await sql`create index audit_log_entry on audit_log (entry desc)`.execute(db);
    await sql`create index audit_log_at on audit_log (at, seq)`.execute(db);
    await sql`create index audit_log_operation on audit_log (operation_id, entry desc) where operation_id is not null`.execute(
      db,
    );
    // Two instances may settle the same entry after a crash: only one of them may say how it ended.
    await sql`create unique index audit_log_outcome_once on audit_log (entry) where kind = 'outcome'`.execute(
      db,
    );

    await db.schema
      .createTable("audit_open")
      .addColumn("entry", "bigint", (column) => column.primaryKey())
      .addColumn("at", "timestamptz(3)", (column) => column.notNull())
      .execute();
    await refuseChanges(db);
  },
};

/**
 * Refused by the table itself, so that the embedded engine, which has no roles, holds to it too. The one exception are
 * rows that a checkpoint in the chain has closed: retention, which stays provable by that checkpoint.
 */
async function refuseChanges(db: Kysely<unknown>): Promise<void> {
  await sql`create function audit_log_refuse() returns trigger language plpgsql as $$ begin
    if tg_op = 'DELETE' and exists (
      select from audit_log where kind = 'checkpoint' and seq > old.seq
        and (body::json #>> '{checkpoint,through}')::bigint >= old.seq
    ) then return old; end if;
    raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
  end $$`.execute(db);
  await sql`create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function audit_log_refuse()`.execute(db);
  await sql`create trigger audit_log_no_truncate before truncate on audit_log
    for each statement execute function audit_log_refuse()`.execute(db);
  await sql`create index audit_log_checkpoints on audit_log (seq) where kind = 'checkpoint'`.execute(db);
}
