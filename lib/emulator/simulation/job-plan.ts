import type { ExecutionStatus, SeedExecution, SeedJob } from "../seed/seed-format.ts";

/** The weight of each status. QUEUED and IN_PROGRESS are only for running jobs. */
export type OutcomeMix = Partial<Record<ExecutionStatus, number>>;

/**
 * The course of a demo job, from which its executions are drawn.
 *
 * - `finished`: a snapshot whose executions have all ended
 * - `running`: still in progress, as a continuous job is even when all its executions have ended
 * - `canceled`: canceled `afterMs` after its creation
 */
export type JobPlan = {
  job: Omit<
    SeedJob,
    "executions" | "createdAtMs" | "completedAtMs" | "lastUpdatedAtMs" | "status" | "document"
  >;
  document: Record<string, unknown>;
  ageMs: number;
  course: { kind: "finished" } | { kind: "running" } | { kind: "canceled"; afterMs: number; force: boolean };
  mix: OutcomeMix;
  /** The longest time before a device starts the job; most start much sooner. */
  pickUpMs: number;
  /** How long a device works on it, give or take 50 %. */
  workMs: number;
  /** Fixed statuses by thing name. Those of all other things are drawn from `mix`. */
  preset?: Record<string, ExecutionStatus>;
  /** Executions given in full. */
  written?: SeedExecution[];
};
