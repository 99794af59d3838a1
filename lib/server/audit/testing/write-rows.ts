import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { RecordedIntent } from "@/lib/core/domain/audit-entry";
import { chainRow, type Draft, GENESIS_HASH, toRowBody } from "../chain";
import { CANCELED, intentOf } from "./sample-entries";

/** An entry of two rows that was written at some time, by any version. */
export interface PastEntry {
  at: Date;
  intent?: Partial<RecordedIntent>;
  /** Null: it was never completed. */
  outcome?: string | null;
}

const ROWS_A_STATEMENT = 2_000;

/** Fills an empty log with a chain of entries of any time, much faster than the log itself could. */
export async function writePast(kysely: Kysely<Tables>, entries: Iterable<PastEntry>): Promise<void> {
  let seq = 0;
  let hash = GENESIS_HASH;
  let rows: ReturnType<typeof chainRow>[] = [];
  let open: { entry: number; at: Date }[] = [];
  const add = (draft: Draft, at: Date) => {
    seq += 1;
    const row = chainRow(toRowBody(draft, seq, at), hash);
    hash = row.hash;
    rows.push(row);
    return row.entry;
  };
  const flush = async () => {
    if (rows.length > 0)
      await sql`insert into audit_log
        select * from json_populate_recordset(null::audit_log, ${JSON.stringify(rows)}::json)`.execute(
        kysely,
      );
    if (open.length > 0) await kysely.insertInto("audit_open").values(open).execute();
    [rows, open] = [[], []];
  };
  const { after, ...canceled } = CANCELED;
  for (const { at, intent = {}, outcome = "canceled" } of entries) {
    const draft = { ...intentOf({}), ...intent };
    const entry = add({ ...draft, kind: "intent", entry: null, outcome: null, after: null }, at);
    if (outcome === null) open.push({ entry, at });
    else
      add(
        {
          ...draft,
          kind: "outcome",
          entry,
          asked: null,
          before: null,
          outcome: { ...canceled, kind: outcome },
          after,
        },
        at,
      );
    if (rows.length >= ROWS_A_STATEMENT) await flush();
  }
  await flush();
}
