import { type Kysely, sql } from "kysely";
import type { Logger } from "@/lib/server/process/logger";
import type { Tables } from "./tables";

/**
 * A table is due when more rows have changed than a fixed number plus a share of the table, as in PostgreSQL's
 * autovacuum. The fixed number keeps small tables from being vacuumed often.
 */
const ROWS = 1_000;
const SHARE_GONE = 0.2;
const SHARE_CHANGED = 0.1;

/**
 * Vacuums and analyzes tables that have changed much. The embedded engine has no autovacuum. Without this, deleted rows
 * keep their space, and the planner still assumes a few rows when a table has grown to a million.
 *
 * Nothing else can use the engine's one connection meanwhile, so tables that have changed little are left alone.
 *
 * @returns the names of the tables that were vacuumed or analyzed
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

const CHECK_EVERY_MS = 30_000;

/** Runs `tidyTables` every `CHECK_EVERY_MS`. @returns a function that stops it and waits for the run in progress */
export function keepTidy(kysely: Kysely<Tables>, logger: Logger): () => Promise<void> {
  let tidying: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    tidying ??= tidyTables(kysely)
      .catch((error: unknown) => logger.error({ err: error }, "The store could not be vacuumed"))
      .finally(() => (tidying = null));
  }, CHECK_EVERY_MS);
  timer.unref(); // it keeps no process alive
  return async () => {
    clearInterval(timer);
    await tidying;
  };
}
