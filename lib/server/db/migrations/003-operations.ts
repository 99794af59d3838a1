import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Plans, operations and their items, who runs them, and how fast all of us may call. */
export const operations: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("cancel_plan")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("question", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("failure", "text")
      .addColumn("read", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("of_about", "integer")
      .addColumn("taken_at", "timestamptz", (column) => column.notNull())
      .addColumn("seen_at", "timestamptz", (column) => column.notNull())
      .addColumn("expires_at", "timestamptz")
      .addColumn("counts", "text")
      .addColumn("connectivity", "text")
      .addColumn("operation_id", "text")
      .execute();

    await db.schema
      .createTable("cancel_plan_item")
      .addColumn("plan_id", "text", (column) =>
        column.notNull().references("cancel_plan.id").onDelete("cascade"),
      )
      .addColumn("seq", "integer", (column) => column.notNull())
      .addColumn("thing_name", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("execution_number", "bigint")
      .addColumn("queued_at", "timestamptz")
      .addColumn("started_at", "timestamptz")
      .addColumn("last_updated_at", "timestamptz")
      .addPrimaryKeyConstraint("cancel_plan_item_key", ["plan_id", "seq"])
      // One that moves on while the list is read is met twice: the later report stands.
      .addUniqueConstraint("cancel_plan_item_execution", ["plan_id", "thing_name", "job_id"])
      .execute();

    await db.schema
      .createTable("operation")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("person_id", "text", (column) => column.notNull())
      .addColumn("person", "text", (column) => column.notNull())
      .addColumn("question", "text", (column) => column.notNull())
      .addColumn("order", "text", (column) => column.notNull())
      .addColumn("left_out", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("stop_cause", "text")
      .addColumn("retry_of", "text")
      .addColumn("total", "integer", (column) => column.notNull())
      .addColumn("planned_at", "timestamptz", (column) => column.notNull())
      .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
      .addColumn("started_at", "timestamptz")
      .addColumn("finished_at", "timestamptz")
      .execute();
    await db.schema
      .createIndex("operation_newest")
      .on("operation")
      .columns(["fleet_id", "created_at desc", "id desc"])
      .execute();
    await db.schema
      .createIndex("operation_unfinished")
      .on("operation")
      .columns(["fleet_id", "created_at"])
      .where(sql.ref("state"), "in", ["running", "paused", "stopping"])
      .execute();
    await db.schema
      .createIndex("operation_retry_of")
      .on("operation")
      .column("retry_of")
      .where("retry_of", "is not", null)
      .execute();

    await db.schema
      .createTable("operation_item")
      .addColumn("operation_id", "text", (column) => column.notNull().references("operation.id"))
      .addColumn("seq", "integer", (column) => column.notNull())
      .addColumn("thing_name", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("execution_number", "bigint")
      .addColumn("planned_status", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("outcome", "text")
      .addColumn("note", "text")
      .addColumn("tries", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("not_before", "timestamptz")
      .addColumn("epoch", "bigint")
      .addColumn("settled_at", "timestamptz")
      .addPrimaryKeyConstraint("operation_item_key", ["operation_id", "seq"])
      // The same execution twice on one list would be asked for twice.
      .addUniqueConstraint("operation_item_execution", ["operation_id", "thing_name", "job_id"])
      .execute();
    // An item stands in one of these two, and moves from the first to the second once. Claiming, listing by state or by
    // outcome, and counting go by them, in order of seq and without touching a row that does not count.
    await sql`create index operation_item_open on operation_item (operation_id, state, seq)
      where state <> 'settled'`.execute(db);
    await sql`create index operation_item_settled on operation_item (operation_id, outcome, seq)
      where state = 'settled'`.execute(db);
    // How many were settled within the last half minute.
    await sql`create index operation_item_pace on operation_item (operation_id, settled_at)
      where state = 'settled'`.execute(db);
    // "Part of operation …" on the execution's page.
    await db.schema
      .createIndex("operation_item_of_execution")
      .on("operation_item")
      .columns(["thing_name", "job_id"])
      .execute();

    await db.schema
      .createTable("fleet_runner")
      .addColumn("fleet_id", "text", (column) => column.primaryKey())
      .addColumn("epoch", "bigint", (column) => column.notNull())
      .addColumn("seen_at", "timestamptz", (column) => column.notNull())
      .addColumn("pace", "double precision")
      .addColumn("full_pace", "double precision")
      .addColumn("throttled_at", "timestamptz")
      .execute();

    await db.schema
      .createTable("pace_budget")
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("api", "text", (column) => column.notNull())
      .addColumn("tokens", "double precision", (column) => column.notNull())
      .addColumn("rate", "double precision", (column) => column.notNull())
      .addColumn("filled_at", "timestamptz", (column) => column.notNull())
      .addColumn("drawn", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("throttled_at", "timestamptz")
      .addPrimaryKeyConstraint("pace_budget_key", ["fleet_id", "api"])
      .execute();
  },
};
