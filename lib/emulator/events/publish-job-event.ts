import { randomUUID } from "node:crypto";
import { toWholeSeconds } from "../http/timestamp.ts";
import type { Job } from "../state/job.ts";
import type { World } from "../state/world.ts";

/** `CANCELLATION_IN_PROGRESS` and `DELETED` are statuses that occur in events only (facts 4.1). */
type JobChange = "completed" | "canceled" | "deleted" | "cancellation_in_progress" | "deletion_in_progress";

/**
 * Publishes the event of a job by facts 4.1: `timestamp` in seconds, all other times in milliseconds. There is a comment
 * in `cancellation_in_progress`, and none in `canceled`.
 */
export function publishJobEvent(world: World, job: Job, operation: JobChange): void {
  world.events.publish("JOB", (arns) => ({
    topic: `$aws/events/job/${job.jobId}/${operation}`,
    payload: {
      eventType: "JOB",
      eventId: randomUUID(),
      timestamp: toWholeSeconds(world.clock.now()),
      operation,
      jobId: job.jobId,
      status: operation.toUpperCase(),
      targetSelection: job.targetSelection,
      targets: [
        ...job.targets.things.map((name) => arns.of("thing", name)),
        ...job.targets.groups.map((name) => arns.of("thinggroup", name)),
      ],
      description: job.description,
      createdAt: job.createdAtMs,
      lastUpdatedAt: job.lastUpdatedAtMs,
      ...(operation === "completed" && {
        completedAt: job.completedAtMs,
        jobProcessDetails: countsOf(job),
      }),
      ...(operation !== "completed" && operation !== "canceled" && { comment: job.comment }),
    },
  }));
}

const countsOf = ({ endedCounts, retriedCounts }: Job) => ({
  numberOfCanceledThings: endedCounts.CANCELED,
  numberOfRejectedThings: endedCounts.REJECTED,
  numberOfFailedThings: endedCounts.FAILED + retriedCounts.FAILED,
  numberOfRemovedThings: endedCounts.REMOVED,
  numberOfSucceededThings: endedCounts.SUCCEEDED,
});
