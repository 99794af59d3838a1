import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Orders that Stuck can be read in. Each ends in the key, so that a page goes on where the one before ended. */
const ORDERS = ["since", "thing_name", "severity", "behind", "reason"] as const;

/** The index of open executions. All of it can be read from AWS again, so it is no part of a backup. */
export const triage: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("indexed_job")
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("listed_at", "timestamptz", (column) => column.notNull())
      .addColumn("created_at", "timestamptz")
      .addColumn("last_updated_at", "timestamptz")
      .addColumn("described_at", "timestamptz")
      .addColumn("timeout_minutes", "integer")
      .addColumn("rollout_per_minute", "integer")
      .addColumn("scheduled_at", "timestamptz")
      .addColumn("queued_count", "integer")
      .addColumn("in_progress_count", "integer")
      .addColumn("round", "bigint", (column) => column.notNull().defaultTo(0))
      .addColumn("round_step", "text")
      .addColumn("round_cursor", "text")
      .addColumn("round_began_at", "timestamptz")
      .addColumn("read_at", "timestamptz")
      .addColumn("next_at", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("indexed_job_key", ["fleet_id", "job_id"])
      .execute();
    await db.schema
      .createIndex("indexed_job_next")
      .on("indexed_job")
      .columns(["fleet_id", "next_at"])
      .execute();

    await db.schema
      .createTable("open_execution")
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("thing_name", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("queued_at", "timestamptz")
      .addColumn("started_at", "timestamptz")
      .addColumn("last_updated_at", "timestamptz")
      .addColumn("execution_number", "bigint")
      .addColumn("read_at", "timestamptz", (column) => column.notNull())
      .addColumn("round", "bigint", (column) => column.notNull())
      .addColumn("due_at", "timestamptz")
      .addColumn("since", "timestamptz")
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("severity", "smallint", (column) => column.notNull().defaultTo(0))
      .addColumn("behind", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("blocked_by", "text")
      .addColumn("has_timeout", "boolean")
      .addColumn("looked_at", "timestamptz")
      .addColumn("version_number", "bigint")
      .addColumn("status_details", "text")
      .addColumn("thing_type", "text")
      .addColumn("thing_groups", "text")
      .addColumn("connectivity", "text")
      .addPrimaryKeyConstraint("open_execution_key", ["fleet_id", "job_id", "thing_name"])
      .execute();
    // Most updates change read_at and round only, which no index has: room on the page keeps them off the indexes.
    await sql`alter table open_execution set (fillfactor = 80)`.execute(db);
    for (const order of ORDERS)
      await db.schema
        .createIndex(`open_execution_${order}`)
        .on("open_execution")
        .columns(["fleet_id", order, "job_id", "thing_name"])
        .execute();
    await db.schema
      .createIndex("open_execution_due")
      .on("open_execution")
      .columns(["fleet_id", "due_at"])
      .execute();
    await sql`create index open_execution_connectivity
      on open_execution (fleet_id, coalesce(connectivity, ''), job_id, thing_name)`.execute(db);
    // Few of all that are open are in progress, and the badge of each page counts them.
    await sql`create index open_execution_stuck on open_execution (fleet_id, due_at)
      where status = 'IN_PROGRESS'`.execute(db);

    await db.schema
      .createTable("saved_view")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("person", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("search", "text", (column) => column.notNull())
      .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
      .addUniqueConstraint("saved_view_name", ["fleet_id", "person", "name"])
      .execute();

    await db.schema
      .createTable("ended_execution")
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("thing_name", "text", (column) => column.notNull())
      .addColumn("execution_number", "bigint")
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("ended_at", "timestamptz", (column) => column.notNull())
      .addPrimaryKeyConstraint("ended_execution_key", ["fleet_id", "job_id", "thing_name"])
      .execute();
    await db.schema.createIndex("ended_execution_old").on("ended_execution").column("ended_at").execute();

    await db.schema
      .createTable("index_state")
      .addColumn("fleet_id", "text", (column) => column.primaryKey())
      .addColumn("jobs_listed_at", "timestamptz")
      .addColumn("failing", "text")
      .addColumn("failing_since", "timestamptz")
      .addColumn("seen_at", "timestamptz", (column) => column.notNull())
      .execute();
  },
};
