import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What came of the closer looks at what is stuck. */
export const looks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable("open_execution")
      .addColumn("look_failed", "text")
      .addColumn("thing_looked_at", "timestamptz")
      .execute();
    // Hardly ever any of them, and each page of Stuck asks whether there is one.
    await sql`create index open_execution_look_failed on open_execution (fleet_id)
      where is_due and look_failed is not null`.execute(db);
    // What is stuck is looked at beside what waits, however much of that there is.
    await sql`drop index open_execution_suspect`.execute(db);
    await sql`create index open_execution_suspect on open_execution (fleet_id, status, looked_at nulls first, due_at)
      where is_due`.execute(db);
    await sql`create index open_execution_untyped on open_execution (fleet_id, since)
      where not is_due and status = 'IN_PROGRESS' and thing_looked_at is null`.execute(db);
    // What filters by thing cannot tell of is counted beside what they find.
    await sql`create index open_execution_unknown on open_execution (fleet_id, thing_name, job_id)
      include (status, since, reason, has_timeout, thing_looked_at, thing_type, connectivity)
      where is_due and (thing_looked_at is null or thing_groups is null or connectivity is null)`.execute(db);
  },
};
