import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Jobs that AWS refuses the reading of. */
export const refusedJobs: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("indexed_job").addColumn("refused", "text").execute();
  },
};
