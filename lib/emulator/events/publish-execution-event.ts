import { randomUUID } from "node:crypto";
import { toWholeSeconds } from "../http/timestamp.ts";
import type { Execution } from "../state/job.ts";
import type { World } from "../state/world.ts";

type Ending = "SUCCEEDED" | "FAILED" | "REJECTED" | "CANCELED" | "REMOVED" | "TIMED_OUT" | "DELETED";

/**
 * Publishes the event of an ended execution by facts 4.1: without number and version, times in whole seconds.
 *
 * The topic `deleted` is documented, its payload is not: its status is a guess.
 */
export function publishExecutionEvent(world: World, execution: Execution, ending: Ending): void {
  const { jobId } = execution.job;
  const operation = ending.toLowerCase();
  world.events.publish("JOB_EXECUTION", (arns) => ({
    topic: `$aws/events/jobExecution/${jobId}/${operation}`,
    payload: {
      eventType: "JOB_EXECUTION",
      eventId: randomUUID(),
      timestamp: toWholeSeconds(world.clock.now()),
      operation,
      jobId,
      thingArn: arns.of("thing", execution.thingName),
      status: ending,
      ...(execution.statusDetails && { statusDetails: execution.statusDetails }),
    },
  }));
}
