import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Of a day that nobody looked at: whole, as setting the ninth of none would make it the first. A null takes no room. */
const NO_HOURS = sql`array_fill(null::integer, array[24])`;

/** How much was open, stuck and canceled, by hour and by day. AWS cannot be asked for it afterwards. */
export const trends: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("trend_day")
      .addColumn("fleet_id", "text", (column) => column.notNull())
      .addColumn("job_id", "text", (column) => column.notNull())
      .addColumn("day", "date", (column) => column.notNull())
      .addColumn("open", "integer")
      .addColumn("stuck", "integer")
      .addColumn("canceled", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("open_hours", sql`integer[]`, (column) => column.defaultTo(NO_HOURS))
      .addColumn("stuck_hours", sql`integer[]`, (column) => column.defaultTo(NO_HOURS))
      .addColumn("canceled_hours", sql`integer[]`, (column) => column.defaultTo(NO_HOURS))
      .addPrimaryKeyConstraint("trend_day_key", ["fleet_id", "job_id", "day"])
      .execute();
    // Written again some times an hour: with room on the page that touches no index.
    await sql`alter table trend_day set (fillfactor = 70)`.execute(db);
    await db.schema.createIndex("trend_day_old").on("trend_day").columns(["fleet_id", "day"]).execute();

    await db.schema
      .alterTable("ended_execution")
      .addColumn("is_news", "boolean", (column) => column.notNull().defaultTo(true))
      .execute();
    await db.schema.alterTable("index_state").addColumn("sound_since", "timestamptz").execute();
  },
};
