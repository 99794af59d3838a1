import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables";

/** The operation's page explains the pause by it. */
const CAUSE = "restored";

/**
 * Pauses every operation that was unfinished when the backup was made. The backup may be days old: executions of its
 * plan have ended, started or changed since, and nobody would be watching a runner that goes on with it.
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

/** A migration adds the column: older tables do not have it. */
async function hasCause(kysely: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from information_schema.columns
    where table_schema = current_schema() and table_name = 'operation' and column_name = 'pause_cause'`.execute(
    kysely,
  );
  return rows.length > 0;
}
