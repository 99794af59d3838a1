import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";

/** A row that the store refused, and why in its own words. */
export interface Refused<Row> {
  row: Row;
  reason: string;
}

/**
 * SQLSTATE classes that are about the values of a row: data exceptions, violated constraints, and values too large for an
 * index. Any other error would occur with every row, so the whole write fails.
 */
const ROW_ERROR = /^(22|23|54)...$/;

/**
 * Writes rows in one statement. If the store refuses them, each half is written separately, and so on, until only the
 * refused rows are left out. One refused row among 250 costs about 16 more writes.
 *
 * @param transaction the one that `write` uses. Savepoints keep a refused attempt from aborting it
 * @returns the rows that were left out
 */
export async function writeIsolated<Row>(
  transaction: Kysely<Tables>,
  rows: readonly Row[],
  write: (rows: readonly Row[]) => Promise<void>,
): Promise<Refused<Row>[]> {
  if (rows.length === 0) return [];
  await sql`savepoint isolated`.execute(transaction);
  try {
    await write(rows);
    await sql`release savepoint isolated`.execute(transaction);
    return [];
  } catch (error) {
    const reason = rowErrorOf(error);
    if (reason === null) throw error;
    await sql`rollback to savepoint isolated`.execute(transaction);
    await sql`release savepoint isolated`.execute(transaction);
    if (rows.length === 1) return [{ row: rows[0]!, reason }];
  }
  const middle = Math.ceil(rows.length / 2);
  return [
    ...(await writeIsolated(transaction, rows.slice(0, middle), write)),
    ...(await writeIsolated(transaction, rows.slice(middle), write)),
  ];
}

/** @returns why the store refused a row; null: the error is not about a row */
function rowErrorOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  return ROW_ERROR.test(error.code) ? error.message : null;
}
