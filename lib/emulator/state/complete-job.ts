import { publishJobEvent } from "../events/publish-job-event.ts";
import type { Job } from "./job.ts";
import type { World } from "./world.ts";

/**
 * A snapshot is COMPLETED when all its executions are terminal, so canceling the last open one completes it. A
 * continuous job never completes before its end time (facts 2.5).
 */
export function completeJobWhenDone(world: World, job: Job): void {
  if (!job.isActive || job.openCount > 0 || job.waiting.length > 0) return;
  if (job.targetSelection === "CONTINUOUS" && !job.rolloutStopped) return;
  job.status = "COMPLETED";
  job.completedAtMs = job.lastUpdatedAtMs = world.clock.now();
  publishJobEvent(world, job, "completed");
}
