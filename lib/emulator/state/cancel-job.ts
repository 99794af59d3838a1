import { publishJobEvent } from "../events/publish-job-event.ts";
import { cancelExecution } from "./cancel-execution.ts";
import { isTerminal } from "./execution-status.ts";
import type { Job } from "./job.ts";
import { sweepExecutions } from "./sweep-executions.ts";
import type { World } from "./world.ts";

/**
 * The job is CANCELED at once and its rollout stops. QUEUED executions, and with force those IN_PROGRESS, are canceled
 * in the background (facts 2.6). No `completedAt`: AWS's samples of canceled jobs have none, neither in lists nor in
 * events [DG:manage-job-cli, events-jobs].
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
