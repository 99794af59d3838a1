import { sql } from "kysely";
import { getDatabase } from "./process-database";

/** Asks the store for nothing, to see whether it answers. @throws when it does not */
export async function askDatabase(): Promise<void> {
  const { kysely } = await getDatabase();
  await sql`select 1`.execute(kysely);
}
