import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { readEntries } from "./find-entries";

/** An entry that is due to be read again, and how long it has been uncertain. */
export interface UncertainEntry {
  entry: AuditEntry;
  ageMs: number;
}

/** The wait doubles from a minute to an hour: AWS may act late, and an execution may be unreadable for long. */
const FIRST_WAIT_MINUTES = 1;
const LONGEST_WAIT_MINUTES = 60;

/**
 * Claims uncertain entries that are due, the longest overdue first, and schedules the next read of each. No two instances
 * read the same one at once, and an instance that dies loses none.
 *
 * @param limit entries, 1 or more
 */
export async function claimUncertain(kysely: Kysely<Tables>, limit: number): Promise<UncertainEntry[]> {
  const { rows } = await sql<{ entry: number; age_ms: number }>`
    update audit_uncertain as due set reads = due.reads + 1,
      next_read_at = clock_timestamp() + least(${LONGEST_WAIT_MINUTES}::float8,
        ${FIRST_WAIT_MINUTES}::float8 * power(2, least(due.reads, 20))) * interval '1 minute'
    from (
      select entry from audit_uncertain where next_read_at <= clock_timestamp()
      order by next_read_at limit ${limit}::integer for update skip locked
    ) as chosen
    where due.entry = chosen.entry
    returning due.entry, extract(epoch from clock_timestamp() - due.at)::float8 * 1000 as age_ms`.execute(
    kysely,
  );
  const ages = new Map(rows.map(({ entry, age_ms }) => [entry, age_ms]));
  const entries = await readEntries(kysely, [...ages.keys()]);
  // Entries that retention has dropped can no longer be revised.
  const missing = [...ages.keys()].filter((entry) => !entries.some((known) => known.entry === entry));
  await forgetUncertain(kysely, missing);
  return entries.map((entry) => ({ entry, ageMs: ages.get(entry.entry)! }));
}

/** Stops rereading these entries: their outcome is certain now, or will never be. */
export async function forgetUncertain(kysely: Kysely<Tables>, entries: readonly number[]): Promise<void> {
  if (entries.length === 0) return;
  await kysely.deleteFrom("audit_uncertain").where("entry", "in", entries).execute();
}
