import { publishJobEvent } from "../events/publish-job-event.ts";
import { removeExecution } from "./add-execution.ts";
import type { Job } from "./job.ts";
import { sweepExecutions } from "./sweep-executions.ts";
import type { World } from "./world.ts";

/** The job is DELETION_IN_PROGRESS at once. Its executions, then the job itself, are deleted in the background. */
export function deleteJob(world: World, job: Job): void {
  job.status = "DELETION_IN_PROGRESS";
  job.lastUpdatedAtMs = world.clock.now();
  job.waiting = [];
  publishJobEvent(world, job, "deletion_in_progress");
  sweepExecutions(
    world,
    job,
    (execution) => {
      removeExecution(world, execution);
      return true;
    },
    () => {
      job.isGone = true;
      world.removeJob(job);
      publishJobEvent(world, job, "deleted");
    },
  );
}
