import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Each page of Stuck asks whether types of things are refused that something may be stuck by. */
export const refusals: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index open_execution_type_refused on open_execution (fleet_id)
      where not is_due and look_failed is not null`.execute(db);
  },
};
