import { type Kysely, sql } from "kysely";
import { REREAD_TABLES, type Tables } from "./tables";

/** The record of migrations belongs to the store itself, so it is not part of a backup. */
const OWN = "standdown_migration%";

/** The tables of a backup: all that are not read from AWS again, each after the tables that its foreign keys refer to. */
export async function listTables(kysely: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string; needs: string[] }>`
    select t.relname as name, coalesce(
      array_agg(distinct other.relname) filter (where other.relname is not null and other.relname <> t.relname),
      '{}')::text[] as needs
    from pg_class t
    left join pg_constraint key on key.conrelid = t.oid and key.contype = 'f'
    left join pg_class other on other.oid = key.confrelid
    where t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace and t.relname not like ${OWN}
      and t.relname <> all(${sql.val([...REREAD_TABLES])}::text[])
    group by t.relname order by t.relname`.execute(kysely);
  const sorted: string[] = [];
  while (sorted.length < rows.length) {
    const next = rows.filter(
      ({ name, needs }) => !sorted.includes(name) && needs.every((need) => sorted.includes(need)),
    );
    if (next.length === 0) throw new Error("The tables refer to each other in a circle.");
    sorted.push(...next.map(({ name }) => name));
  }
  return sorted;
}

/** The names of the migrations that created the tables: a backup is restored into tables of the same version. */
export async function listMigrations(kysely: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from standdown_migration order by name`.execute(
    kysely,
  );
  return rows.map(({ name }) => name);
}
