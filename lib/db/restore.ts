import { type Kysely, sql } from "kysely";
import { BACKUP_FORMAT } from "./back-up";
import { listMigrations, listTables } from "./list-tables";
import type { Database } from "./open-database";
import type { Tables } from "./tables";

/** It would be overwritten, or mixed with what is there. */
export class StoreNotEmpty extends Error {
  override name = "StoreNotEmpty";

  constructor(table: string) {
    super(
      `The store is not empty: there are rows in ${table}. Restore into a DATA_DIR or a database that is new.`,
    );
  }
}

export class NotABackup extends Error {
  override name = "NotABackup";
}

const ROWS_A_STATEMENT = 500;

/**
 * Reads what `backUp` wrote into an empty store, in one transaction: all of it, or nothing.
 *
 * @returns how many rows
 * @throws StoreNotEmpty NotABackup
 */
export function restore(
  { asOwner }: Pick<Database, "asOwner">,
  lines: AsyncIterable<string>,
): Promise<number> {
  return asOwner((owner) =>
    owner.transaction().execute(async (transaction) => {
      const tables = await listTables(transaction);
      for (const table of tables) await requireEmpty(transaction, table);
      const count = await insertLines(transaction, new Set(tables), lines);
      for (const table of tables) await moveSequences(transaction, table);
      return count;
    }),
  );
}

async function requireEmpty(kysely: Kysely<Tables>, table: string): Promise<void> {
  const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(kysely);
  if (rows.length > 0) throw new StoreNotEmpty(table);
}

async function insertLines(
  kysely: Kysely<Tables>,
  tables: ReadonlySet<string>,
  lines: AsyncIterable<string>,
): Promise<number> {
  let count = 0;
  let promised: number | null = null;
  let isFirst = true;
  const batch: { table: string; rows: string[] } = { table: "", rows: [] };
  const flush = async () => {
    if (batch.rows.length > 0) await insert(kysely, batch.table, batch.rows);
    batch.rows = [];
  };
  for await (const line of lines) {
    if (isFirst) requireSameTables(line, await listMigrations(kysely));
    else if (line.startsWith("{")) promised = (JSON.parse(line) as { rows: number }).rows;
    else {
      const tab = line.indexOf("\t");
      const table = JSON.parse(line.slice(0, tab)) as string;
      if (!tables.has(table)) throw new NotABackup(`It has rows of a table that is not here: ${table}.`);
      if (table !== batch.table || batch.rows.length === ROWS_A_STATEMENT) await flush();
      batch.table = table;
      batch.rows.push(line.slice(tab + 1));
      count += 1;
    }
    isFirst = false;
  }
  await flush();
  if (promised !== count) throw new NotABackup("The file is cut off: its end is missing.");
  return count;
}

function requireSameTables(line: string, migrations: readonly string[]): void {
  const head = parse(line) as { format?: string; migrations?: string[] } | null;
  if (head?.format !== BACKUP_FORMAT) throw new NotABackup("The file is no backup of Standdown.");
  if (JSON.stringify(head.migrations) !== JSON.stringify(migrations))
    throw new NotABackup(
      `The backup is of another version: its tables are ${head.migrations?.at(-1)}, these are ${migrations.at(-1)}. ` +
        "Restore it with the version that made it, and let the newer one bring it up to date.",
    );
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function insert(kysely: Kysely<Tables>, table: string, rows: readonly string[]): Promise<void> {
  const name = sql.table(table);
  await sql`insert into ${name} select * from json_populate_recordset(null::${name}, ${`[${rows.join(",")}]`}::json)`.execute(
    kysely,
  );
}

/** Numbers that a table hands out by itself go on after the highest that came back. */
async function moveSequences(kysely: Kysely<Tables>, table: string): Promise<void> {
  const { rows } = await sql<{ column: string; sequence: string }>`
    select attname as column, pg_get_serial_sequence(quote_ident(${table}), attname) as sequence
    from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
      and pg_get_serial_sequence(quote_ident(${table}), attname) is not null`.execute(kysely);
  for (const { column, sequence } of rows)
    await sql`select setval(${sequence}::regclass, greatest((select max(${sql.ref(column)}) from ${sql.table(table)}), 1))`.execute(
      kysely,
    );
}
