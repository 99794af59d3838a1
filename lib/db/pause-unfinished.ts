import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables";

/** Says on the operation's page why it waits. */
const CAUSE = "restored";

/**
 * Pauses every operation that was unfinished when the backup was made. It is days old perhaps: what its plan was about
 * has ended, started or changed since, and nobody is there to see what a runner would go on with.
 *
 * @returns how many are paused
 */
export async function pauseUnfinished(kysely: Kysely<Tables>): Promise<number> {
  const cause = (await hasCause(kysely)) ? sql`, pause_cause = ${CAUSE}` : sql``;
  const { rows } = await sql`
    update operation set state = 'paused', stop_cause = null ${cause}
    where state in ('running', 'paused', 'stopping') returning id`.execute(kysely);
  return rows.length;
}

/** A migration adds the column: tables of before have none. */
async function hasCause(kysely: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from information_schema.columns
    where table_schema = current_schema() and table_name = 'operation' and column_name = 'pause_cause'`.execute(
    kysely,
  );
  return rows.length > 0;
}
