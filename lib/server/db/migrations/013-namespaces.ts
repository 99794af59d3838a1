import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Executions of different namespaces do not wait for each other. Null until DescribeJob has told the job's namespace. */
export const namespaces: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("indexed_job").addColumn("namespace_id", "text").execute();
  },
};
