import { sql } from "kysely";
import type { Database } from "./open-database";

/** Sends the database a statement that reads nothing. @throws when it does not answer */
export async function askDatabase({ kysely }: Pick<Database, "kysely">): Promise<void> {
  await sql`select 1`.execute(kysely);
}
