import { randomUUID } from "node:crypto";
import { toWholeSeconds } from "../http/timestamp.ts";
import type { Execution } from "../state/job.ts";
import type { World } from "../state/world.ts";

type Ending = "SUCCEEDED" | "FAILED" | "REJECTED" | "CANCELED" | "REMOVED" | "TIMED_OUT" | "DELETED";

/**
 * Publishes the event of an execution's end, as facts 4.1 has it: no number, no version, whole seconds.
 *
 * The topic `deleted` is documented and its payload is not: that its status says so too is a guess.
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
