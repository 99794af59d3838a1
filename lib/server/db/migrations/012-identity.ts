import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/**
 * What a plan saw of each execution travels to its item, so that another one is never canceled in its place; where the
 * plan was made for; what an operation waits for; and entries to be read again. Columns are null in rows of before.
 */
export const identity: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable("cancel_plan")
      .addColumn("target", "text")
      .addColumn("job_created_at", "timestamptz")
      .execute();
    await db.schema
      .alterTable("cancel_plan_item")
      .addColumn("version_number", "bigint")
      .addColumn("status_details", "text")
      .execute();
    await db.schema
      .alterTable("operation")
      .addColumn("pause_cause", "text")
      .addColumn("paused_at", "timestamptz")
      .addColumn("suspension", "text")
      .addColumn("suspended_at", "timestamptz")
      .addColumn("probe_at", "timestamptz")
      .addColumn("target", "text")
      .addColumn("corrected_at", "timestamptz")
      .execute();
    await db.schema
      .alterTable("operation_item")
      .addColumn("queued_at", "timestamptz")
      .addColumn("started_at", "timestamptz")
      .addColumn("last_updated_at", "timestamptz")
      .addColumn("version_number", "bigint")
      .addColumn("status_details", "text")
      .execute();
    // Their items do not say which executions were seen, so nobody may go on with them.
    await sql`update operation set state = 'paused', pause_cause = 'upgraded'
      where state in ('running', 'paused')`.execute(db);
    await db.schema.alterTable("fleet_runner").addColumn("failure", "text").execute();

    await db.schema
      .createTable("audit_uncertain")
      .addColumn("entry", "bigint", (column) => column.primaryKey())
      .addColumn("at", "timestamptz(3)", (column) => column.notNull())
      .addColumn("reads", "integer", (column) => column.notNull())
      .addColumn("next_read_at", "timestamptz", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("audit_uncertain_next")
      .on("audit_uncertain")
      .column("next_read_at")
      .execute();
    // A filter by outcome leaves out what a later row of the same entry has revised.
    await sql`create index audit_log_revision on audit_log (entry, seq) where kind = 'revision'`.execute(db);
  },
};
