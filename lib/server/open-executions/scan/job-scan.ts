import type { IndexedJobRow } from "@/lib/server/db/triage-tables";

/**
 * A scan of one job: one pass over its open executions, which may take several slices. Each row that it sees is stamped
 * with its id, so that the rows left with an older id are the ones that AWS no longer lists as open.
 *
 * Its state is in the row of `indexed_job`, in the columns `round_*`.
 */
export interface JobScan {
  jobId: string;
  createdAt: Date | null;
  /** AWS's counters when the job was described last; null: never. */
  queuedCount: number | null;
  inProgressCount: number | null;
  /** The id of the scan that is under way, or else of the last one. */
  scanId: number;
  /** Which list it reads; `vanished`: it looks up the rows that it has not seen. Null: no scan is under way. */
  step: IndexedJobRow["round_step"];
  /** Where the step continues; null: at its start. */
  cursor: string | null;
  startedAt: Date | null;
}

/** Whether a later slice continues this scan of the job. */
export type SliceEnd = "continues" | "ended";
