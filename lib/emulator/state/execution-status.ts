import type { ExecutionStatus } from "../seed/seed-format.ts";

/** In the order of the model [M]; the index of a status is its code in `ExecutionRoll`. */
export const EXECUTION_STATUSES = [
  "QUEUED",
  "IN_PROGRESS",
  "SUCCEEDED",
  "FAILED",
  "TIMED_OUT",
  "REJECTED",
  "REMOVED",
  "CANCELED",
] as const satisfies ExecutionStatus[];

export function statusCode(status: ExecutionStatus): number {
  return EXECUTION_STATUSES.indexOf(status);
}

/** Every status but QUEUED and IN_PROGRESS is terminal (facts 2.1). */
export function isTerminal(status: ExecutionStatus): boolean {
  return status !== "QUEUED" && status !== "IN_PROGRESS";
}
