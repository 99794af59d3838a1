import type { IndexedJobRow } from "@/lib/server/db/triage-tables";

/** What of a job's row its reading goes by. */
export type SyncJob = Pick<
  IndexedJobRow,
  | "job_id"
  | "status"
  | "created_at"
  | "described_at"
  | "queued_count"
  | "in_progress_count"
  | "round"
  | "round_step"
  | "round_cursor"
  | "round_began_at"
>;
