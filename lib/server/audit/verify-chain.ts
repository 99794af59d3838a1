import type { Kysely } from "kysely";
import type { AuditLogRow } from "@/lib/server/db/audit-tables";
import type { Tables } from "@/lib/server/db/tables";
import { bodyColumn, columnsOf, GENESIS_HASH, hashOf, type RowBody } from "./chain";

/** The first row of the chain that is wrong. */
export type ChainIssue =
  | { kind: "changed"; seq: number; entry: number }
  | { kind: "missing"; seq: number }
  | { kind: "beginning-missing"; seq: number }
  | { kind: "head-missing"; hash: string };

export interface ChainReport {
  /** The number of rows that were verified. */
  rows: number;
  /**
   * The last row. Its hash proves all rows before it. Noted elsewhere, it later proves that none was cut off the end.
   */
  head: { seq: number; hash: string } | null;
  /** The last row that retention has deleted. 0: none. */
  droppedThrough: number;
  fault: ChainIssue | null;
}

const PAGE = 2_000;

/**
 * Verifies the whole chain, oldest row first, and stops at the first row that does not fit.
 *
 * @param expectedHead a hash noted earlier: it must still be in the chain
 */
export async function verifyChain(kysely: Kysely<Tables>, expectedHead?: string): Promise<ChainReport> {
  const first = await readFrom(kysely, 0, 1);
  const report: ChainReport = { rows: 0, head: null, droppedThrough: (first[0]?.seq ?? 1) - 1, fault: null };
  let previousHash = first[0]?.previous_hash ?? GENESIS_HASH;
  if (!(await isProvenBeginning(kysely, report.droppedThrough, previousHash)))
    return { ...report, fault: { kind: "beginning-missing", seq: report.droppedThrough } };

  let hasExpected = expectedHead === undefined || expectedHead === previousHash;
  let seq = report.droppedThrough;
  for (;;) {
    const rows = await readFrom(kysely, seq, PAGE);
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.seq !== seq + 1) return { ...report, fault: { kind: "missing", seq: seq + 1 } };
      if (!isIntact(row, previousHash))
        return { ...report, fault: { kind: "changed", seq: row.seq, entry: row.entry } };
      ({ seq, hash: previousHash } = row);
      hasExpected ||= row.hash === expectedHead;
      report.rows += 1;
      report.head = { seq, hash: row.hash };
    }
  }
  if (!hasExpected) report.fault = { kind: "head-missing", hash: expectedHead! };
  return report;
}

function readFrom(kysely: Kysely<Tables>, after: number, limit: number): Promise<AuditLogRow[]> {
  return kysely
    .selectFrom("audit_log")
    .selectAll()
    .where("seq", ">", after)
    .orderBy("seq")
    .limit(limit)
    .execute();
}

/** If the first rows are missing, a checkpoint in the chain has to say so. */
async function isProvenBeginning(kysely: Kysely<Tables>, dropped: number, hash: string): Promise<boolean> {
  if (dropped === 0) return hash === GENESIS_HASH;
  const rows = await kysely.selectFrom("audit_log").select("body").where("kind", "=", "checkpoint").execute();
  const checkpoints = rows.map(({ body }) => parse(body)?.checkpoint);
  return checkpoints.some((checkpoint) => checkpoint?.through === dropped && checkpoint.hash === hash);
}

/** Whether the hash matches the body, and the body matches the columns by which queries find the row. */
function isIntact(row: AuditLogRow, previousHash: string): boolean {
  if (row.previous_hash !== previousHash || row.hash !== hashOf(previousHash, row.body)) return false;
  const body = parse(row.body);
  if (body === null) return false;
  const said = columnsOf(body);
  return (Object.keys(said) as (keyof typeof said)[]).every((column) =>
    column === "at" ? said.at.getTime() === row.at.getTime() : said[column] === row[column],
  );
}

function parse(body: string): RowBody | null {
  try {
    return bodyColumn.parse(body);
  } catch {
    return null;
  }
}
