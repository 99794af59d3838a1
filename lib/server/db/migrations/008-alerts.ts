import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What the fleets' webhooks were told of, so that they are told once. */
export const alerts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("alert")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("rule", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("threshold", "integer", (column) => column.notNull())
      .addColumn("began_at", "timestamptz", (column) => column.notNull())
      .addColumn("began_open", "integer", (column) => column.notNull())
      .addColumn("began_stuck", "integer", (column) => column.notNull())
      .addColumn("told", "text", (column) => column.notNull().defaultTo("waiting"))
      .addColumn("over_at", "timestamptz")
      .addColumn("over_open", "integer")
      .addColumn("over_stuck", "integer")
      .execute();
    // Of each rule one alert at a time, whatever instances look.
    await sql`create unique index alert_open on alert (fleet_id, rule, job_id) where over_at is null`.execute(
      db,
    );
  },
};
