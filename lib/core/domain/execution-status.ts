/** JobExecutionStatus of the AWS IoT model, in the order in which operators care. */
export const EXECUTION_STATUSES = [
  "QUEUED",
  "IN_PROGRESS",
  "SUCCEEDED",
  "FAILED",
  "TIMED_OUT",
  "REJECTED",
  "REMOVED",
  "CANCELED",
] as const;

export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

export const OPEN_STATUSES = ["QUEUED", "IN_PROGRESS"] as const satisfies readonly ExecutionStatus[];

export const FINISHED_STATUSES = EXECUTION_STATUSES.filter(
  (status): status is FinishedStatus => status !== "QUEUED" && status !== "IN_PROGRESS",
);

export type FinishedStatus = Exclude<ExecutionStatus, (typeof OPEN_STATUSES)[number]>;

/**
 * Our word where AWS reports no status. As with an unknown status, nothing is done because of it. AWS spells its own
 * words in capitals.
 */
export const NO_STATUS = "unknown";

/**
 * How far an execution is, for any word that AWS may send. SDKs do not check enums in answers, so a status that is not
 * in our list is `unknown`: shown, and never canceled on a guess.
 */
export type ExecutionStage = "queued" | "in-progress" | "finished" | "unknown";

export function executionStage(status: string): ExecutionStage {
  if (status === "QUEUED") return "queued";
  if (status === "IN_PROGRESS") return "in-progress";
  return (FINISHED_STATUSES as readonly string[]).includes(status) ? "finished" : "unknown";
}
