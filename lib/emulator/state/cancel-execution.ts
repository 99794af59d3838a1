import { completeJobWhenDone } from "./complete-job.ts";
import type { Execution } from "./job.ts";
import { letReadsLag, setExecutionStatus } from "./set-execution-status.ts";
import type { World } from "./world.ts";

/**
 * Cancels an open execution. The caller has checked that the cancellation is allowed.
 *
 * Guesses, by facts 2.10: the version grows by one (a variant) and lastUpdatedAt is set (rule 7). Given status details
 * replace the old ones (rule 8); an empty map replaces nothing. forceCanceled records that force was sent, even for a
 * QUEUED execution (facts 2.1).
 */
export function cancelExecution(
  world: World,
  execution: Execution,
  how: { force: boolean; statusDetails?: Record<string, string> | undefined },
): void {
  letReadsLag(world, execution);
  if (how.statusDetails && Object.keys(how.statusDetails).length > 0)
    execution.statusDetails = how.statusDetails;
  execution.forceCanceled = how.force;
  setExecutionStatus(world, execution, "CANCELED");
  if (world.variants.versionOnCancel === "unchanged") execution.versionNumber--;
  completeJobWhenDone(world, execution.job);
}
