import { publishJobEvent } from "../events/publish-job-event.ts";
import { cancelExecution } from "./cancel-execution.ts";
import { isTerminal } from "./execution-status.ts";
import type { Job } from "./job.ts";
import { sweepExecutions } from "./sweep-executions.ts";
import type { World } from "./world.ts";

/**
 * CANCELED at once, no new rollout from now on; QUEUED executions (with force, also those IN_PROGRESS) are
 * canceled after it in the background (facts 2.6). No `completedAt`: the samples of canceled jobs, in lists and in
 * events, have none [DG:manage-job-cli, events-jobs].
 */
export function cancelJob(
  world: World,
  job: Job,
  how: { force: boolean; reasonCode?: string | undefined; comment?: string | undefined },
): void {
  job.status = "CANCELED";
  job.lastUpdatedAtMs = world.clock.now();
  job.waiting = [];
  job.forceCanceled = how.force;
  if (how.reasonCode !== undefined) job.reasonCode = how.reasonCode;
  if (how.comment !== undefined) job.comment = how.comment;
  publishJobEvent(world, job, "cancellation_in_progress");
  sweepExecutions(
    world,
    job,
    (execution) => {
      if (isTerminal(execution.status) || (execution.status === "IN_PROGRESS" && !how.force)) return false;
      cancelExecution(world, execution, { force: how.force });
      return true;
    },
    () => {
      if (job.status !== "CANCELED") return; // it was deleted meanwhile
      publishJobEvent(world, job, "canceled");
    },
  );
}
