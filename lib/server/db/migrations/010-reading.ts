import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What else the reading of jobs goes by: which of them AWS refuses, are under way, or were canceled unseen. */
export const reading: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("indexed_job").addColumn("refused", "text").execute();
    await db.schema.alterTable("index_state").addColumn("canceled_listed_at", "timestamptz").execute();
    await sql`create index indexed_job_under_way on indexed_job (fleet_id, round_began_at)
      where round_step is not null`.execute(db);
  },
};
