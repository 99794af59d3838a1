import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables";

/** As PostgreSQL's autovacuum has it: a share of a table, and so many rows that small ones are left alone. */
const ROWS = 1_000;
const SHARE_GONE = 0.2;
const SHARE_CHANGED = 0.1;

/**
 * Does what autovacuum does elsewhere and the embedded engine lacks: gives the room of rows that are gone back to their
 * table, notes which pages an index may answer for alone, and tells the planner what has become of a table. Without it a
 * million rows are taken for the few that there were once.
 *
 * Nothing else can use the one connection meanwhile, so a table has its turn only when much of it has changed.
 *
 * @returns the tables that had their turn
 */
export async function tidyTables(kysely: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string; isToVacuum: boolean }>`
    select * from (
      select quote_ident(stat.schemaname) || '.' || quote_ident(stat.relname) as name,
        greatest(n_dead_tup, n_ins_since_vacuum) > ${ROWS} + ${SHARE_GONE} * greatest(reltuples, 0) as "isToVacuum",
        n_mod_since_analyze > ${ROWS} + ${SHARE_CHANGED} * greatest(reltuples, 0) as "isToAnalyze"
      from pg_stat_user_tables as stat join pg_class on pg_class.oid = stat.relid) as tables
    where "isToVacuum" or "isToAnalyze"
    order by name`.execute(kysely);
  for (const { name, isToVacuum } of rows)
    await sql.raw(`${isToVacuum ? "vacuum analyze" : "analyze"} ${name}`).execute(kysely);
  return rows.map(({ name }) => name);
}

const LOOK_EVERY_MS = 30_000;

/** Does so from now on, every now and then. @returns what ends it, and waits for what is under way */
export function keepTidy(kysely: Kysely<Tables>): () => Promise<void> {
  let tidying: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    tidying ??= tidyTables(kysely)
      .catch((error: unknown) => console.error("The store could not be tidied up:", error))
      .finally(() => (tidying = null));
  }, LOOK_EVERY_MS);
  timer.unref(); // it keeps no process alive
  return async () => {
    clearInterval(timer);
    await tidying;
  };
}
