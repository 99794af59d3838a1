import type { ColumnType, Generated } from "kysely";

/** JSON, read and written as text, so that both engines return the same. */
type Json = string;

/** A plan: a selector that is being resolved, or was. Dropped a while after it has expired. */
export interface CancelPlanRow {
  id: string;
  fleet_id: string;
  person_id: string;
  /** The selector as JSON: RequestedSelector. */
  question: Json;
  state: "resolving" | "ready" | "stopped" | "failed" | "used";
  failure: Json | null;
  read: number;
  of_about: number | null;
  taken_at: Date;
  /** Updated by the process that resolves the plan. An old one while `resolving` means that the process is gone. */
  seen_at: Date;
  expires_at: Date | null;
  /** PlanCounts and PlanConnectivity, once the plan is ready. */
  counts: Json | null;
  connectivity: Json | null;
  operation_id: string | null;
  /** AwsTarget: where the plan was read. Null in plans of versions that did not save it. */
  target: Json | null;
  /** Creation time of the plan's job, so that another job under the same id is not canceled in its place. */
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
  /** Null if the execution was read from a list, which has neither. */
  version_number: number | null;
  status_details: Json | null;
}

/** A bulk cancellation. Its progress is counted from its items, and is stored nowhere else. */
export interface OperationRow {
  id: string;
  fleet_id: string;
  person_id: string;
  /** The person who started it, as they were then: OperationPerson, and the address. */
  person: Json;
  /** The selector as JSON: RequestedSelector. */
  question: Json;
  order: Json;
  left_out: Json;
  state: "running" | "paused" | "stopping" | "stopped" | "finished";
  stop_cause: "asked" | "lost-right" | null;
  /** Why it is paused; null if it is not, or if a person paused it in an earlier version. */
  pause_cause: "asked" | "read-only" | "suspended-too-long" | "restored" | "upgraded" | null;
  /** When the console last paused it by itself. */
  paused_at: Date | null;
  /** Suspension without its time, while the operation waits for credentials or for AWS. */
  suspension: Json | null;
  suspended_at: Date | null;
  /** When the next probe is due, while it is suspended. */
  probe_at: Date | null;
  /** AwsTarget: the account and region of its plan. Null in operations of versions that did not save it. */
  target: Json | null;
  /** When an item last changed after its outcome was written. Cached counts of ended operations are valid until then. */
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
  /** As the plan saw it, besides the status. All null in items of versions that did not save it. */
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
  /** The item is deferred until then: AWS throttled, or did not answer. */
  not_before: Date | null;
  /** The fencing token of the runner that has the item in flight. A runner with another one may not complete it. */
  epoch: number | null;
  settled_at: Date | null;
}

/** The lease of a fleet's one runner. */
export interface FleetRunnerRow {
  fleet_id: string;
  /** The fencing token. It grows with each runner that acquires the lease, and fences off the one before. */
  epoch: number;
  seen_at: Date;
  /** Calls a second now, and the aim when AWS does not throttle. */
  pace: number | null;
  full_pace: number | null;
  throttled_at: Date | null;
  /** RunnerFailure, while runs of this fleet keep failing in any instance. */
  failure: Json | null;
}

/** The token bucket of one API in one fleet, shared by all instances. Only PostgreSQL has more than one. */
export interface PaceBudgetRow {
  fleet_id: string;
  api: string;
  tokens: number;
  rate: number;
  filled_at: Date;
  /** Tokens taken by the last draw: a statement can return only what it has written. */
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
