import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables";

/** The cause of the pause, which the operation's page explains. */
const CAUSE = "restored";

/**
 * Pauses every operation that was unfinished when the backup was made. The backup may be days old: executions of its
 * plan have ended, started or changed since, and nobody would watch a runner that continues with it.
 *
 * @returns the number of operations that were paused
 */
export async function pauseUnfinished(kysely: Kysely<Tables>): Promise<number> {
  const cause = (await hasCause(kysely)) ? sql`, pause_cause = ${CAUSE}` : sql``;
  const { rows } = await sql`
    update operation set state = 'paused', stop_cause = null ${cause}
    where state in ('running', 'paused', 'stopping') returning id`.execute(kysely);
  return rows.length;
}

/** A migration adds this column, so older tables lack it. */
async function hasCause(kysely: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from information_schema.columns
    where table_schema = current_schema() and table_name = 'operation' and column_name = 'pause_cause'`.execute(
    kysely,
  );
  return rows.length > 0;
}
