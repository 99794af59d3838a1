import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import type { Result } from "@/lib/domain/result";
import { metrics } from "./metrics";

/** Counts what came of a cancellation that somebody asked for. */
export function countCancellation(fleet: string, result: Result<Canceled, CancelFailure>): void {
  metrics().cancellations.inc({ fleet, outcome: result.ok ? "canceled" : result.failure.kind });
}
