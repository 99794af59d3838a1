import { type Kysely, sql } from "kysely";
import type { Logger } from "@/lib/server/process/logger";
import type { Tables } from "./tables";

/** Thresholds like those of PostgreSQL's autovacuum: a share of the table, plus a number of rows that spares small ones. */
const ROWS = 1_000;
const SHARE_GONE = 0.2;
const SHARE_CHANGED = 0.1;

/**
 * Vacuums and analyzes tables that have changed much. The embedded engine has no autovacuum: without this, deleted rows
 * keep their space, and the planner takes a million rows for the few that there were once.
 *
 * Nothing else can use the engine's one connection meanwhile, so tables that have changed little are left alone.
 *
 * @returns the names of the tables
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

/** Vacuums every `CHECK_EVERY_MS` from now on. @returns stops it, after the run in progress */
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
