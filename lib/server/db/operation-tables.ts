import type { ColumnType, Generated } from "kysely";

/** JSON that is read and written as text: the same on both engines. */
type Json = string;

/** A question that is being resolved, or was. Dropped a while after it has expired. */
export interface CancelPlanRow {
  id: string;
  fleet_id: string;
  person_id: string;
  /** AskedQuestion. */
  question: Json;
  state: "resolving" | "ready" | "stopped" | "failed" | "used";
  failure: Json | null;
  read: number;
  of_about: number | null;
  taken_at: Date;
  /** Told by whoever resolves it; an old one while `resolving` means that this process is gone. */
  seen_at: Date;
  expires_at: Date | null;
  /** PlanCounts and PlanConnectivity, once it is ready. */
  counts: Json | null;
  connectivity: Json | null;
  operation_id: string | null;
  /** AwsTarget: where it was read. Null in plans made before it was kept. */
  target: Json | null;
  /** Of the job that it is about, so that another one under its id is not canceled as a whole. */
  job_created_at: Date | null;
}

export interface CancelPlanItemRow {
  plan_id: string;
  seq: number;
  thing_name: string;
  job_id: string;
  status: string;
  execution_number: number | null;
  queued_at: Date | null;
  started_at: Date | null;
  last_updated_at: Date | null;
  /** Null where a list told of it, which has neither. */
  version_number: number | null;
  status_details: Json | null;
}

/** A bulk cancellation. Its progress is counted from its items, and stands nowhere else. */
export interface OperationRow {
  id: string;
  fleet_id: string;
  person_id: string;
  /** Who asked, as they were then: OperationPerson, and the address. */
  person: Json;
  /** AskedQuestion. */
  question: Json;
  order: Json;
  left_out: Json;
  state: "running" | "paused" | "stopping" | "stopped" | "finished";
  stop_cause: "asked" | "lost-right" | null;
  /** Why it is paused; null where it is not, or where a person of an earlier version paused it. */
  pause_cause: "asked" | "read-only" | "suspended-too-long" | "restored" | "upgraded" | null;
  /** When it was last paused by itself. */
  paused_at: Date | null;
  /** Suspension without its time, while it waits by itself for credentials or for AWS. */
  suspension: Json | null;
  suspended_at: Date | null;
  /** When the next probe is due, while it is suspended. */
  probe_at: Date | null;
  /** AwsTarget: the account and region it was planned for. Null in operations made before it was kept. */
  target: Json | null;
  /** When an item was last changed after its outcome was written: counts of ended operations are kept until then. */
  corrected_at: Date | null;
  retry_of: string | null;
  total: number;
  planned_at: Date;
  created_at: ColumnType<Date, Date | undefined, never>;
  started_at: Date | null;
  finished_at: Date | null;
}

/** One execution of one operation, from its plan to its outcome. */
export interface OperationItemRow {
  operation_id: string;
  seq: number;
  thing_name: string;
  job_id: string;
  execution_number: number | null;
  planned_status: string;
  /** As the plan saw it, beside its status. All null in items made before it was kept. */
  queued_at: Date | null;
  started_at: Date | null;
  last_updated_at: Date | null;
  version_number: number | null;
  status_details: Json | null;
  state: "waiting" | "in-hand" | "settled";
  outcome: string | null;
  /** ItemNote. */
  note: Json | null;
  tries: Generated<number>;
  /** Waits until then: AWS throttled, or did not answer. */
  not_before: Date | null;
  /** Of the runner that has it in hand. A runner with another epoch may not settle it. */
  epoch: number | null;
  settled_at: Date | null;
}

/** The one runner of a fleet. */
export interface FleetRunnerRow {
  fleet_id: string;
  /** Grows with each runner that takes over: it fences off the one before. */
  epoch: number;
  seen_at: Date;
  /** Calls a second that it keeps to now, and would keep to if AWS did not throttle. */
  pace: number | null;
  full_pace: number | null;
  throttled_at: Date | null;
  /** RunnerFailure, while runs of this fleet keep failing, in whatever instance. */
  failure: Json | null;
}

/** The budget of calls of one API in one fleet, for all instances together. Only PostgreSQL has more than one. */
export interface PaceBudgetRow {
  fleet_id: string;
  api: string;
  tokens: number;
  rate: number;
  filled_at: Date;
  /** By the last draw: a statement can return only what it has written. */
  drawn: Generated<number>;
  throttled_at: Date | null;
}

export interface OperationTables {
  cancel_plan: CancelPlanRow;
  cancel_plan_item: CancelPlanItemRow;
  operation: OperationRow;
  operation_item: OperationItemRow;
  fleet_runner: FleetRunnerRow;
  pace_budget: PaceBudgetRow;
}
