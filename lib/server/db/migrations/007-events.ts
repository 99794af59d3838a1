import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Open executions that an event has told of, for AWS to say what became of them. */
export const events: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable("open_execution").addColumn("hinted_at", "timestamptz").execute();
    // Hardly ever any of them, and looked for every half second.
    await sql`create index open_execution_hinted on open_execution (fleet_id, hinted_at)
      where hinted_at is not null`.execute(db);
  },
};
