import type { ExecutionStatus, SeedExecution, SeedJob } from "../seed/seed-format.ts";

/** How often each end comes out, as weights; QUEUED and IN_PROGRESS are for jobs that still run. */
export type OutcomeMix = Partial<Record<ExecutionStatus, number>>;

/**
 * How a job of the demo went, before chance fills in the devices.
 *
 * - `finished`: a snapshot of which every execution has ended
 * - `running`: goes on; also a continuous job of which all have ended
 * - `canceled`: somebody canceled it `afterMs` into its life
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
  /** The longest that a device waits before it takes the job up; most are much sooner. */
  pickUpMs: number;
  /** How long a device works on it, give or take a half. */
  workMs: number;
  /** Things whose end is not left to chance. */
  preset?: Record<string, ExecutionStatus>;
  /** Executions written out in full. */
  written?: SeedExecution[];
};
