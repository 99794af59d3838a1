import { completeJobWhenDone } from "./complete-job.ts";
import type { Execution } from "./job.ts";
import { letReadsLag, setExecutionStatus } from "./set-execution-status.ts";
import type { World } from "./world.ts";

/**
 * Cancels an open execution; the caller has checked that it may be.
 *
 * Guesses, by facts 2.10: the version grows by one (a variant) and lastUpdatedAt is set (rule 7); status details given
 * replace the old ones (rule 8), and an empty map counts as none given; forceCanceled says that force was
 * sent, also when the execution was still QUEUED (facts 2.1).
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
