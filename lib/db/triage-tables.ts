/** JSON that is read and written as text: the same on both engines. */
type Json = string;

/** A job that has, or may have, open executions, and how far its executions were read. */
export interface IndexedJobRow {
  fleet_id: string;
  job_id: string;
  status: string;
  created_at: Date | null;
  last_updated_at: Date | null;
  /** Of DescribeJob; null: not read yet. */
  described_at: Date | null;
  timeout_minutes: number | null;
  /** Per minute; null: as fast as AWS goes. */
  rollout_per_minute: number | null;
  scheduled_at: Date | null;
  /** AWS's counters at described_at. */
  queued_count: number | null;
  in_progress_count: number | null;
  /** The round of reading that is under way or was the last; each row that it met carries it. */
  round: number;
  /** Where the round goes on, after a slice or a restart: the status that is being listed, and AWS's token. */
  round_status: string | null;
  round_cursor: string | null;
  round_began_at: Date | null;
  /** When the last whole round had ended; null: none yet. */
  read_at: Date | null;
  /** When it is to be read next. */
  next_at: Date;
}

/** An open execution, as it was at `read_at`. */
export interface OpenExecutionRow {
  fleet_id: string;
  job_id: string;
  thing_name: string;
  status: string;
  queued_at: Date | null;
  started_at: Date | null;
  last_updated_at: Date | null;
  execution_number: number | null;
  read_at: Date;
  round: number;
  /** When it becomes stuck, or waits too long, if nothing more is heard. Null: never, as nobody knows since when. */
  due_at: Date | null;
  /** Since when: of one in progress the last update, of a queued one the queueing. */
  since: Date | null;
  reason: string;
  severity: number;
  behind: number;
  blocked_by: string | null;
  has_timeout: boolean | null;
  /** The closer look, at suspects only. */
  looked_at: Date | null;
  version_number: number | null;
  status_details: Json | null;
  thing_type: string | null;
  /** Names, as a JSON array. */
  thing_groups: Json | null;
  connectivity: string | null;
}

export interface TriageTables {
  indexed_job: IndexedJobRow;
  open_execution: OpenExecutionRow;
}
