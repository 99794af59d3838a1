import type { ColumnType, Generated } from "kysely";

/** JSON, read and written as text, so that both engines return the same. */
type Json = string;

/** A job that has, or may have, open executions, and the progress of its scan. */
export interface IndexedJobRow {
  fleet_id: string;
  job_id: string;
  /** As ListJobs has it; `unlisted`: no list of active jobs has it any more, and it is scanned until nothing is open. */
  status: string;
  /** When the listing started that saw it last. */
  listed_at: Date;
  created_at: Date | null;
  last_updated_at: Date | null;
  /** From DescribeJob; null: not read yet. */
  described_at: Date | null;
  timeout_minutes: number | null;
  /** Per minute; null: without a limit of its own. */
  rollout_per_minute: number | null;
  scheduled_at: Date | null;
  /** Empty: the default namespace. Null: not read yet. */
  namespace_id: string | null;
  /** AWS's counters at described_at. */
  queued_count: number | null;
  in_progress_count: number | null;
  /** The current or the last scan. Each row that it returned carries its number. */
  round: number;
  /** Where the scan continues after a slice or a restart; null: none is in progress. */
  round_step: "QUEUED" | "IN_PROGRESS" | "vanished" | null;
  /** AWS's token for the next page. */
  round_cursor: string | null;
  round_began_at: Date | null;
  /** When the last complete scan ended; null: none yet. */
  read_at: Date | null;
  /** When the next scan is due. */
  next_at: Date;
  /** Why its last scan was deferred, as `formatFailureColumn` has it; null: it was not. */
  refused: string | null;
}

/** An open execution as of `read_at`. */
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
  /** When it becomes stuck, or waits too long, without an update. Null: never, as its start is unknown. */
  due_at: Date | null;
  /** Whether it was stuck, or waited too long, when that was last computed. */
  is_due: boolean;
  /** Since when: its last update if it is in progress, when it was queued if it is queued. */
  since: Date | null;
  reason: string;
  severity: number;
  behind: number;
  blocked_by: string | null;
  has_timeout: boolean | null;
  /** The enrichment, of suspects only. */
  looked_at: Date | null;
  /** What AWS refused of the enrichment, as `formatFailureColumn` has it; null: nothing. */
  look_failed: string | null;
  version_number: number | null;
  status_details: Json | null;
  /** When its thing's type, groups and connectivity were read; null: never, or AWS refused all of them. */
  thing_looked_at: Date | null;
  thing_type: string | null;
  thing_groups: string[] | null;
  connectivity: string | null;
  /** When an event said that it may have ended; null: none has since it was last read. */
  hinted_at: Date | null;
}

/** Sums of what is due by job, thing or reason. Triggers of the table of executions maintain them. */
export interface OpenGroupRow {
  fleet_id: string;
  view: "job" | "thing" | "reason";
  /** Job, thing or reason. */
  state: "stuck" | "waiting" | "both";
  /** The job's id, the thing's name or the reason. */
  key: string;
  stuck: number;
  waiting: number;
  /** The oldest execution of the group. */
  since: Date;
}

/** An execution that is known to have ended. A page that was requested before that must not bring it back. */
export interface EndedExecutionRow {
  fleet_id: string;
  job_id: string;
  thing_name: string;
  execution_number: number | null;
  /** `gone`: AWS no longer knows it; `told`: an event reported it, and it was not open here. */
  status: string;
  ended_at: Date;
  /** Whether the last report of its end was the first: an end may be reported several times. */
  is_news: Generated<boolean>;
}

/** The progress of the scan of a fleet. */
export interface IndexStateRow {
  fleet_id: string;
  /** When the list of active jobs was last read completely. */
  jobs_listed_at: Date | null;
  /** When the last complete read of the list of canceled jobs started. */
  canceled_listed_at: Date | null;
  /** The kind of failure that stops the scan; null: it continues. */
  failing: string | null;
  failing_since: Date | null;
  seen_at: Date;
  /** Since when the fleet has been scanned without a gap that matters. Earlier rows may have changed unnoticed. */
  sound_since: Date | null;
}

/**
 * The counts of a day and of its hours, for a fleet or for one of its jobs. Days and hours are UTC.
 *
 * The hours are arrays in one row: a row an hour would take nine times the space.
 */
export interface TrendDayRow {
  fleet_id: string;
  /** Empty: the whole fleet. */
  job_id: string;
  day: ColumnType<Date, string, string>;
  /** The maximum at once; null: no sample was taken. */
  open: number | null;
  stuck: number | null;
  /** Executions that were reported as canceled. */
  canceled: number;
  /** By hour. A null member: no sample was taken. Null: the day is too long ago. */
  open_hours: (number | null)[] | null;
  stuck_hours: (number | null)[] | null;
  canceled_hours: (number | null)[] | null;
}

/** A filter of Stuck that a person has saved under a name. */
export interface SavedViewRow {
  id: string;
  fleet_id: string;
  person: string;
  name: string;
  search: string;
  created_at: Date;
}

/** One time that an alert rule held, from start to end. */
export interface AlertRow {
  id: string;
  fleet_id: string;
  rule: string;
  /** Empty: the whole fleet. */
  job_id: string;
  threshold: number;
  began_at: Date;
  began_open: number;
  began_stuck: number;
  /** The state of the notification of its start: `waiting`, `told` or `gave-up`. */
  told: Generated<string>;
  /** Null: it still holds. */
  over_at: Date | null;
  over_open: number | null;
  over_stuck: number | null;
}

export interface TriageTables {
  indexed_job: IndexedJobRow;
  open_execution: OpenExecutionRow;
  open_group: OpenGroupRow;
  saved_view: SavedViewRow;
  ended_execution: EndedExecutionRow;
  index_state: IndexStateRow;
  trend_day: TrendDayRow;
  alert: AlertRow;
}
