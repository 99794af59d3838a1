import { type Kysely, sql, type Transaction } from "kysely";
import { listMigrations, listTables } from "./list-tables";
import type { Database } from "./open-database";
import type { Tables } from "./tables";

export const BACKUP_FORMAT = "standdown-backup-1";

const ROWS_A_FETCH = 1_000;

/**
 * Writes the whole store as lines of JSON: a header, each row with its table, and the number of rows.
 *
 * The rows are a snapshot; the console keeps running. It is not a dump of the engine's own, so that both engines, in any
 * version, can restore it.
 *
 * @returns the number of rows
 */
export async function backUp(
  { asOwner }: Pick<Database, "asOwner">,
  write: (lines: AsyncIterable<string>) => Promise<void>,
): Promise<number> {
  const count = { rows: 0 };
  await asOwner((owner) =>
    owner
      .transaction()
      .setIsolationLevel("repeatable read")
      .execute((transaction) => write(readLines(transaction, count))),
  );
  return count.rows;
}

async function* readLines(transaction: Transaction<Tables>, count: { rows: number }): AsyncGenerator<string> {
  const migrations = await listMigrations(transaction);
  yield `${JSON.stringify({ format: BACKUP_FORMAT, migrations })}\n`;
  for (const table of await listTables(transaction))
    for await (const row of readTable(transaction, table)) {
      count.rows += 1;
      yield `${JSON.stringify(table)}\t${row}\n`;
    }
  yield `${JSON.stringify({ rows: count.rows })}\n`;
}

/** Reads rows as PostgreSQL's JSON through a cursor, so that a table of millions is never in memory at once. */
async function* readTable(kysely: Kysely<Tables>, table: string): AsyncGenerator<string> {
  await sql`declare backup cursor for select row_to_json(t)::text as row from ${sql.table(table)} t`.execute(
    kysely,
  );
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(ROWS_A_FETCH)} from backup`.execute(kysely);
    if (rows.length === 0) break;
    for (const { row } of rows) yield row;
  }
  await sql`close backup`.execute(kysely);
}
