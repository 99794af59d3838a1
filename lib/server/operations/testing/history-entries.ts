import { type RowBody, toOutcome } from "@/lib/server/audit/chain";
import type { RecordedOutcome } from "@/lib/core/domain/audit-entry";

/** A cancellation in the audit log, assembled from its rows. */
export interface Entry {
  entry: number;
  operationId: string | null;
  thingName: string | null;
  jobId: string | null;
  /** When it was opened. */
  at: number;
  /** When the execution that was read before the call was queued, and when it was read. */
  queuedAt: number | null;
  readAt: number | null;
  /** The latest outcome: the first one, a revision by a later read, or a late answer. Null: the entry is open. */
  outcome: RecordedOutcome | null;
  /** Rows that complete it for the first time. */
  outcomes: number;
}

/** The cancellations of executions among these rows. Refusals before anything was to be sent are left out. */
export function entriesOf(rows: readonly RowBody[]): Entry[] {
  const entries = new Map<number, Entry>();
  for (const row of rows) {
    if (row.deed !== "cancel-execution") continue;
    if (row.kind === "intent") entries.set(row.entry, opened(row));
    const entry = entries.get(completedBy(row) ?? -1);
    if (entry === undefined) continue;
    entry.outcome = row.outcome && toOutcome(row.outcome);
    if (row.kind === "outcome") entry.outcomes += 1;
  }
  return [...entries.values()];
}

function opened({ entry, operationId, thingName, jobId, at, before }: RowBody): Entry {
  return {
    ...{ entry, operationId, thingName, jobId, at: Date.parse(at) },
    queuedAt: timeOf(before?.["queuedAt"]),
    readAt: timeOf(before?.["readAt"]),
    outcome: null,
    outcomes: 0,
  };
}

/** The entry whose outcome a row has. A late answer is a record of its own that names the entry. */
function completedBy({ kind, entry, outcome, after }: RowBody): number | null {
  if (kind === "outcome" || kind === "revision") return entry;
  const named = after?.["entry"];
  return outcome?.settledBy === "late-answer" && typeof named === "number" ? named : null;
}

function timeOf(value: unknown): number | null {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
