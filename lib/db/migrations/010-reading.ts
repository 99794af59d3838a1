import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What else the reading of jobs goes by: which of them AWS refuses, and which are under way. */
export const reading: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("indexed_job").addColumn("refused", "text").execute();
    await sql`create index indexed_job_under_way on indexed_job (fleet_id, round_began_at)
      where round_step is not null`.execute(db);
  },
};
