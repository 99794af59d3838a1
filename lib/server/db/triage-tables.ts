import type { ColumnType, Generated } from "kysely";

/** JSON that is read and written as text: the same on both engines. */
type Json = string;

/** A job that has, or may have, open executions, and how far its executions were read. */
export interface IndexedJobRow {
  fleet_id: string;
  job_id: string;
  /** As ListJobs told it; `unlisted`: it is on no list of active jobs any more, and is read until nothing is open. */
  status: string;
  /** The listing that met it last. */
  listed_at: Date;
  created_at: Date | null;
  last_updated_at: Date | null;
  /** Of DescribeJob; null: not read yet. */
  described_at: Date | null;
  timeout_minutes: number | null;
  /** Per minute; null: as fast as AWS goes. */
  rollout_per_minute: number | null;
  scheduled_at: Date | null;
  /** Empty: the default namespace. Null: not read yet. */
  namespace_id: string | null;
  /** AWS's counters at described_at. */
  queued_count: number | null;
  in_progress_count: number | null;
  /** The round of reading that is under way or was the last; each row that it met carries it. */
  round: number;
  /** Where the round goes on, after a slice or a restart; null: none is under way. */
  round_step: "QUEUED" | "IN_PROGRESS" | "vanished" | null;
  /** AWS's token for the page after. */
  round_cursor: string | null;
  round_began_at: Date | null;
  /** When the last whole round had ended; null: none yet. */
  read_at: Date | null;
  /** When it is to be read next. */
  next_at: Date;
  /** For what its reading was put off the last time, as `formatFailureColumn` has it; null: it was not. */
  refused: string | null;
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
  /** Whether that time had come when it was looked at last: it is then stuck, or waits too long. */
  is_due: boolean;
  /** Since when: of one in progress the last update, of a queued one the queueing. */
  since: Date | null;
  reason: string;
  severity: number;
  behind: number;
  blocked_by: string | null;
  has_timeout: boolean | null;
  /** The closer look, at suspects only. */
  looked_at: Date | null;
  /** What AWS refused of it, as `formatFailureColumn` has it; null: nothing. */
  look_failed: string | null;
  version_number: number | null;
  status_details: Json | null;
  /** When its thing's type, groups and connectivity were asked for; null: never, or AWS refused all of it. */
  thing_looked_at: Date | null;
  thing_type: string | null;
  thing_groups: string[] | null;
  connectivity: string | null;
  /** When an event told that it may be over; null: none has, since AWS was asked. */
  hinted_at: Date | null;
}

/** What is due of a job, a thing or a reason: kept by the table of executions itself. */
export interface OpenGroupRow {
  fleet_id: string;
  view: "job" | "thing" | "reason";
  /** Which of them it sums up. */
  state: "stuck" | "waiting" | "both";
  /** The job's id, the thing's name or the reason. */
  key: string;
  stuck: number;
  waiting: number;
  /** Of the oldest of them. */
  since: Date;
}

/** An execution that is known to be over: a page of a list that was asked for before that must not bring it back. */
export interface EndedExecutionRow {
  fleet_id: string;
  job_id: string;
  thing_name: string;
  execution_number: number | null;
  /** `gone`: AWS knows it no more; `told`: an event told it, of one that was not open here. */
  status: string;
  ended_at: Date;
  /** Whether the last that was heard of it was news: one end may be heard of several times. */
  is_news: Generated<boolean>;
}

/** How far the reading of a fleet has come. */
export interface IndexStateRow {
  fleet_id: string;
  /** When the list of active jobs was last read to its end. */
  jobs_listed_at: Date | null;
  /** When the reading of the list of canceled jobs began that was the last to come to its end. */
  canceled_listed_at: Date | null;
  /** The kind of the failure that it cannot go on for; null: it goes on. */
  failing: string | null;
  failing_since: Date | null;
  seen_at: Date;
  /** Since when it has been read without a pause that matters. What was read before may have changed unheard. */
  sound_since: Date | null;
}

/**
 * What a day had, of a fleet or of one of its jobs, and what each of its hours had. Days and hours are UTC's.
 *
 * A day's hours in one row, as arrays: a row an hour would be nine times as much on the disk.
 */
export interface TrendDayRow {
  fleet_id: string;
  /** Empty: the whole fleet. */
  job_id: string;
  day: ColumnType<Date, string, string>;
  /** The most at once; null: nobody looked. */
  open: number | null;
  stuck: number | null;
  /** How many ends as canceled were heard of. */
  canceled: number;
  /** By hour. A null among them: nobody looked. Null: of a day that is too long ago. */
  open_hours: (number | null)[] | null;
  stuck_hours: (number | null)[] | null;
  canceled_hours: (number | null)[] | null;
}

/** A question to Stuck that a person has given a name. */
export interface SavedViewRow {
  id: string;
  fleet_id: string;
  person: string;
  name: string;
  search: string;
  created_at: Date;
}

/** A rule that held for a while, or holds. */
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
  /** What became of the message that it began: `waiting`, `told` or `gave-up`. */
  told: Generated<string>;
  /** Null: it holds still. */
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
