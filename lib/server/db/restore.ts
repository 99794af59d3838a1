import { type Kysely, sql, type Transaction } from "kysely";
import { currentSchema } from "./application-role";
import { BACKUP_FORMAT } from "./back-up";
import { listMigrations, listTables } from "./list-tables";
import { MIGRATIONS } from "./migrations/migrations";
import type { Database } from "./open-database";
import { pauseUnfinished } from "./pause-unfinished";
import type { Tables } from "./tables";

/** Thrown if the store has rows already: a backup must not overwrite them or mix with them. */
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

/** What was restored. */
export interface Restored {
  rows: number;
  /** Operations that were unfinished in the backup, and are paused now. */
  pausedOperations: number;
}

const ROWS_A_STATEMENT = 500;

/**
 * Restores what `backUp` wrote into an empty store, in one transaction: all of it, or nothing.
 *
 * A backup of an older version is read into tables of that version, which the later migrations then update. Unfinished
 * operations are paused: AWS and the devices have moved on since.
 *
 * @throws StoreNotEmpty NotABackup
 */
export function restore(
  { asOwner }: Pick<Database, "asOwner">,
  lines: AsyncIterable<string>,
): Promise<Restored> {
  return asOwner((owner) =>
    owner.transaction().execute(async (transaction) => {
      const tables = await listTables(transaction);
      for (const table of tables) await requireEmpty(transaction, table);
      const iterator = lines[Symbol.asyncIterator]();
      const migrations = readHead(await iterator.next());
      const missing = findMissing(migrations, await listMigrations(transaction));
      const rest = { [Symbol.asyncIterator]: () => iterator };
      const rows =
        missing.length === 0
          ? await insertLines(transaction, rest)
          : await insertOlder(transaction, rest, migrations, missing);
      for (const table of tables) await moveSequences(transaction, table);
      return { rows, pausedOperations: await pauseUnfinished(transaction) };
    }),
  );
}

async function requireEmpty(kysely: Kysely<Tables>, table: string): Promise<void> {
  const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(kysely);
  if (rows.length > 0) throw new StoreNotEmpty(table);
}

/** @returns the migrations of the store that was backed up */
function readHead(first: IteratorResult<string>): string[] {
  if (first.done) throw new NotABackup("The file is cut off: its end is missing.");
  const head = parse(first.value) as { format?: string; migrations?: string[] } | null;
  if (head?.format !== BACKUP_FORMAT || !Array.isArray(head.migrations))
    throw new NotABackup("The file is no backup of Standdown.");
  return head.migrations;
}

/**
 * The migrations that the backup's tables lack. None: it is of this version.
 *
 * @throws NotABackup if it is of a newer version, or of one with other migrations
 */
function findMissing(migrations: readonly string[], current: readonly string[]): string[] {
  const [theirs, ours] = [migrations.at(-1) ?? "none", current.at(-1)];
  const isOlder = migrations.length > 0 && migrations.every((name, index) => name === current[index]);
  if (isOlder) return current.slice(migrations.length);
  if (current.every((name, index) => name === migrations[index]))
    throw new NotABackup(
      `The backup is of a newer version: its last migration is ${theirs}, and this version knows those up to ` +
        `${ours}. Restore it with the version that made it, or with a later one.`,
    );
  throw new NotABackup(
    `The backup is of another version: its last migration is ${theirs}, which this version, whose last is ${ours}, ` +
      "does not know. Restore it with the version that made it.",
  );
}

/** The schema for tables of the backup's version, until they are migrated. */
const STAGING = "standdown_restore";

/**
 * Inserts the rows into tables of the backup's version, migrates those, and copies the rows into the real tables. All
 * in the caller's transaction, so a failure leaves nothing behind. The rows are written twice, and need twice the space
 * until the end. Migrating the real tables down was rejected: a migration that drops anything cannot be undone.
 */
async function insertOlder(
  transaction: Transaction<Tables>,
  lines: AsyncIterable<string>,
  migrations: readonly string[],
  missing: readonly string[],
): Promise<number> {
  const schema = await currentSchema(transaction);
  const staging = sql.id(STAGING);
  await sql`create schema ${staging}`.execute(transaction);
  // The real schema stays in the search path: extensions have their operators there.
  await sql`set local search_path to ${staging}, ${sql.id(schema)}`.execute(transaction);
  await migrateUp(transaction, migrations);
  const rows = await insertLines(transaction, lines);
  await migrateUp(transaction, missing);
  await sql`set local search_path to ${sql.id(schema)}`.execute(transaction);
  for (const table of await listTables(transaction)) await copyFromStaging(transaction, table);
  await sql`drop schema ${staging} cascade`.execute(transaction);
  return rows;
}

async function migrateUp(transaction: Transaction<Tables>, names: readonly string[]): Promise<void> {
  for (const name of names) await MIGRATIONS[name]!.up(transaction);
}

async function copyFromStaging(transaction: Transaction<Tables>, table: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`.execute(
    transaction,
  );
  const columns = sql.join(rows.map(({ name }) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from ${sql.table(`${STAGING}.${table}`)}`.execute(transaction);
}

/** Inserts into the tables that are first in the search path. @returns the number of rows */
async function insertLines(kysely: Kysely<Tables>, lines: AsyncIterable<string>): Promise<number> {
  const tables = new Set(await listTables(kysely));
  let count = 0;
  let promised: number | null = null;
  const batch: { table: string; rows: string[] } = { table: "", rows: [] };
  const flush = async () => {
    if (batch.rows.length > 0) await insert(kysely, batch.table, batch.rows);
    batch.rows = [];
  };
  for await (const line of lines) {
    if (line.startsWith("{")) promised = (JSON.parse(line) as { rows: number }).rows;
    else {
      const tab = line.indexOf("\t");
      const table = JSON.parse(line.slice(0, tab)) as string;
      if (!tables.has(table)) throw new NotABackup(`It has rows of a table that is not here: ${table}.`);
      if (table !== batch.table || batch.rows.length === ROWS_A_STATEMENT) await flush();
      batch.table = table;
      batch.rows.push(line.slice(tab + 1));
      count += 1;
    }
  }
  await flush();
  if (promised !== count) throw new NotABackup("The file is cut off: its end is missing.");
  return count;
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

/** Sets sequences to continue after the highest number that was restored. */
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
