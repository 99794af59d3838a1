import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import type { AuditFilter } from "@/lib/core/contracts/audit-filter";
import type { AuditLogRow } from "@/lib/server/db/audit-tables";
import type { Tables } from "@/lib/server/db/tables";
import { type AuditEntry, OPEN_OUTCOME } from "@/lib/core/domain/audit-entry";
import { bodyColumn, toOutcome } from "./chain";

export interface EntryPage {
  rows: AuditEntry[];
  /** The last entry of this page. Null: no more follow. */
  cursor: number | null;
}

/** A filter, limited to `fleets` for a person who has access to some only. */
export type EntryFilter = AuditFilter & { fleets?: readonly string[] };

type LogQuery = SelectQueryBuilder<Tables, "audit_log", { entry: number }>;

/**
 * Entries of the filter, newest first, starting below `cursor`.
 *
 * Two queries instead of a join: the first finds the numbers by an index that is in their order already, the second
 * reads the rows. With a million entries both take a few milliseconds, whichever plan PostgreSQL chooses.
 */
export async function findEntries(
  kysely: Kysely<Tables>,
  filter: EntryFilter,
  cursor: number | null,
  limit: number,
): Promise<EntryPage> {
  const query = await narrow(kysely, selectEntries(kysely, filter), filter);
  const found = await query
    .$if(cursor !== null, (before) => before.where("audit_log.entry", "<", cursor))
    .orderBy("audit_log.entry", "desc")
    .limit(limit)
    .execute();
  const entries = found.map(({ entry }) => entry);
  return {
    rows: await readEntries(kysely, entries),
    cursor: entries.length === limit ? entries[limit - 1]! : null,
  };
}

/** One row for each entry: its first, or, if the filter has an outcome, the row with the entry's outcome. */
function selectEntries(kysely: Kysely<Tables>, { outcome }: EntryFilter): LogQuery {
  const log = kysely.selectFrom("audit_log").select("audit_log.entry");
  if (outcome === null) return log.where("kind", "not in", ["outcome", "revision"]);
  if (outcome === OPEN_OUTCOME)
    return log
      .where("kind", "=", "intent")
      .where("audit_log.entry", "in", kysely.selectFrom("audit_open").select("audit_open.entry"));
  return log
    .where("kind", "<>", "intent")
    .where("outcome", "=", outcome)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("audit_log as later")
            .select("later.seq")
            .whereRef("later.entry", "=", "audit_log.entry")
            .whereRef("later.seq", ">", "audit_log.seq")
            .where("later.kind", "=", "revision"),
        ),
      ),
    );
}

async function narrow(kysely: Kysely<Tables>, query: LogQuery, filter: EntryFilter): Promise<LogQuery> {
  const { person, fleet, fleets, thing, job, operation, action, from, to } = filter;
  let narrowed = query;
  if (fleets) narrowed = narrowed.where("fleet_id", "in", [...fleets, ""]); // `in ()` is not SQL, and no fleet has an empty id
  if (person !== null) narrowed = narrowed.where("person", "=", person.toLowerCase());
  if (fleet !== null) narrowed = narrowed.where("fleet_id", "=", fleet);
  if (thing !== null) narrowed = narrowed.where("thing_name", "=", thing);
  if (job !== null) narrowed = narrowed.where("job_id", "=", job);
  if (operation !== null) narrowed = narrowed.where("operation_id", "=", operation);
  if (action !== null) narrowed = narrowed.where("deed", "=", action);
  // Times grow along the chain, so a time is translated to an entry number. A filter by `at` would sort many rows.
  if (from !== null)
    narrowed = narrowed.where("audit_log.entry", ">=", (await firstSince(kysely, from)) ?? AFTER_ALL);
  if (to !== null)
    narrowed = narrowed.where("audit_log.entry", "<", (await firstSince(kysely, to)) ?? AFTER_ALL);
  return narrowed;
}

const AFTER_ALL = Number.MAX_SAFE_INTEGER;

/** The first row since this minute. @param minute in UTC, as filters have it */
async function firstSince(kysely: Kysely<Tables>, minute: string): Promise<number | undefined> {
  const row = await kysely
    .selectFrom("audit_log")
    .select("seq")
    .where("at", ">=", new Date(`${minute}Z`))
    .orderBy("at")
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
  return row?.seq;
}

/** The entries by their numbers, in the order given. */
export async function readEntries(kysely: Kysely<Tables>, entries: readonly number[]): Promise<AuditEntry[]> {
  if (entries.length === 0) return [];
  const rows = await kysely
    .selectFrom("audit_log")
    .select(["entry", "kind", "body", "hash"])
    .where("entry", "=", sql<number>`any(${sql.val(entries)}::bigint[])`)
    .orderBy("seq")
    .execute();
  const isEnd = ({ kind }: { kind: AuditLogRow["kind"] }) => kind === "outcome" || kind === "revision";
  const first = new Map(rows.filter((row) => !isEnd(row)).map((row) => [row.entry, row]));
  const ends = new Map(rows.filter(isEnd).map((row) => [row.entry, row])); // the last one counts
  return entries.flatMap((entry) => {
    const row = first.get(entry);
    return row ? [toEntry(row, ends.get(entry))] : []; // its first row may be past retention
  });
}

type Read = Pick<AuditLogRow, "entry" | "body" | "hash">;

function toEntry(row: Read, end: Read | undefined): AuditEntry {
  const begun = bodyColumn.parse(row.body);
  const ended = end ? bodyColumn.parse(end.body) : begun;
  return {
    entry: row.entry,
    at: new Date(begun.at),
    action: begun.deed,
    actor: begun.actor,
    from: begun.from,
    fleetId: begun.fleetId,
    thingName: begun.thingName,
    jobId: begun.jobId,
    executionNumber: begun.executionNumber,
    operationId: begun.operationId,
    asked: begun.checkpoint ? { ...begun.checkpoint } : begun.asked,
    before: begun.before,
    outcome: ended.outcome && { ...toOutcome(ended.outcome), at: new Date(ended.at) },
    after: ended.after,
    hash: row.hash,
  };
}
