import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { Result } from "@/lib/core/domain/result";
import { metrics } from "./metrics";

/** Counts the outcome of each cancellation in a fleet, single or bulk. */
export function countCancellationsOf(fleet: string): (outcome: Result<Canceled, CancelFailure>) => void {
  return (outcome) =>
    metrics().cancellations.inc({ fleet, outcome: outcome.ok ? "canceled" : outcome.failure.kind });
}
