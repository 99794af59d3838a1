import { type Kysely, sql, type Transaction } from "kysely";
import type { AuditLogRow } from "@/lib/server/db/audit-tables";
import type { Database } from "@/lib/server/db/open-database";
import type { Tables } from "@/lib/server/db/tables";
import { isCancellation, isUncertainOutcome, type RecordedOutcome } from "@/lib/core/domain/audit-entry";
import { bodyColumn, chainRow, type Draft, GENESIS_HASH, toOutcome, toRowBody } from "./chain";

/** The key of the advisory lock ("audt"): any number that nothing else in this database uses. */
const CHAIN_LOCK = 0x6175_6474;

/** Rows in one statement. A row takes 14 parameters, and PostgreSQL takes 65,535. */
const MAX_BATCH = 500;

/** A row on record. */
export interface Appended {
  seq: number;
  /** The outcome that the entry already had; `seq` is then its row, and nothing was written. Null: the row is new. */
  known: RecordedOutcome | null;
}

type Waiting = { draft: Draft; resolve: (row: Appended) => void; reject: (error: unknown) => void };

/**
 * Creates a function that adds a row to the chain and resolves when the row is committed.
 *
 * Rows that are added while a batch is being written go into the next batch together. Otherwise a bulk cancellation of
 * thousands would wait for thousands of commits, one after another.
 */
export function createAppender(database: () => Promise<Database>): (draft: Draft) => Promise<Appended> {
  const waiting: Waiting[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH);
      try {
        const { kysely } = await database();
        const rows = await appendRows(
          kysely,
          batch.map(({ draft }) => draft),
        );
        batch.forEach(({ resolve }, index) => resolve(rows[index]!));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }

  return (draft) =>
    new Promise((resolve, reject) => {
      waiting.push({ draft, resolve, reject });
      if (!isWriting) void writeAll();
    });
}

/** Writes the drafts in one transaction. The second outcome of an entry is not written: the first one is returned. */
export function appendRows(kysely: Kysely<Tables>, drafts: readonly Draft[]): Promise<Appended[]> {
  return kysely.transaction().execute((transaction) => appendIn(transaction, drafts));
}

/**
 * Writes the drafts as part of `transaction`, and holds the lock on the chain until it ends. Keep the transaction short,
 * and see `recordIn` for why this has to be its last statement.
 */
export async function appendIn(
  transaction: Transaction<Tables>,
  drafts: readonly Draft[],
): Promise<Appended[]> {
  // Locked before the head is read: two instances that read the same head would fork the chain.
  await sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`.execute(transaction);
  const head = await readHead(transaction);
  const completed = await findCompleted(transaction, drafts);

  const rows: AuditLogRow[] = [];
  let { seq, hash } = head;
  const appended = drafts.map((draft): Appended => {
    const first = draft.kind === "outcome" ? completed.get(draft.entry!) : undefined;
    if (first !== undefined) return first;
    seq += 1;
    const row = chainRow(toRowBody(draft, seq, head.now), hash);
    hash = row.hash;
    rows.push(row);
    if (draft.kind === "outcome") completed.set(row.entry, { seq, known: draft.outcome });
    return { seq, known: null };
  });
  await insert(transaction, rows);
  return appended;
}

interface Head {
  seq: number;
  hash: string;
  /** By the database's clock, and never before the last row: filters by time need times in the order of the chain. */
  now: Date;
}

async function readHead(transaction: Transaction<Tables>): Promise<Head> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(transaction);
  const now = rows[0]!.now;
  const last = await transaction
    .selectFrom("audit_log")
    .select(["seq", "hash", "at"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return last
    ? { seq: last.seq, hash: last.hash, now: last.at > now ? last.at : now }
    : { seq: 0, hash: GENESIS_HASH, now };
}

/** The entries among these that have an outcome already: another instance completed them first. */
async function findCompleted(
  transaction: Transaction<Tables>,
  drafts: readonly Draft[],
): Promise<Map<number, Appended>> {
  const entries = drafts.flatMap(({ kind, entry }) => (kind === "outcome" ? [entry!] : []));
  if (entries.length === 0) return new Map();
  const rows = await transaction
    .selectFrom("audit_log")
    .select(["entry", "seq", "body"])
    .where("kind", "=", "outcome")
    .where("entry", "in", entries)
    .execute();
  return new Map(
    rows.map(({ entry, seq, body }) => {
      const { outcome } = bodyColumn.parse(body);
      return [entry, { seq, known: outcome && toOutcome(outcome) }];
    }),
  );
}

async function insert(transaction: Transaction<Tables>, rows: readonly AuditLogRow[]): Promise<void> {
  if (rows.length === 0) return;
  await transaction.insertInto("audit_log").values(rows).execute();
  const opened = rows.flatMap(({ kind, entry, at }) => (kind === "intent" ? [{ entry, at }] : []));
  const completed = rows.flatMap(({ kind, entry }) => (kind === "outcome" ? [entry] : []));
  if (opened.length > 0) await transaction.insertInto("audit_open").values(opened).execute();
  if (completed.length > 0)
    await transaction.deleteFrom("audit_open").where("entry", "in", completed).execute();
  const uncertain = rows.filter(isUncertain);
  if (uncertain.length > 0)
    await transaction
      .insertInto("audit_uncertain")
      .values(uncertain.map(({ entry, at }) => ({ entry, at, reads: 0, next_read_at: FIRST_READ_AT })))
      .execute();
}

/** Not at once: after a call without an answer, AWS may still act on it for a while. */
const FIRST_READ_AT = sql<Date>`clock_timestamp() + interval '1 minute'`;

function isUncertain({ kind, deed: action, outcome }: AuditLogRow): boolean {
  return kind === "outcome" && isCancellation(action) && outcome !== null && isUncertainOutcome(outcome);
}
