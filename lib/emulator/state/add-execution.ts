import { publishExecutionEvent } from "../events/publish-execution-event.ts";
import type { SeedExecution } from "../seed/seed-format.ts";
import type { Execution, Job } from "./job.ts";
import { isTerminal } from "./execution-status.ts";
import { Roll } from "./roll.ts";
import type { World } from "./world.ts";

/**
 * Gives a thing an execution of a job: QUEUED, number and version 1 by default (facts 2.2).
 *
 * A thing that comes back to a group of a continuous job gets the next number (unconfirmed, facts 7, question 8). The
 * thing need not exist: seeds may name deleted things.
 */
export function addExecution(
  world: World,
  job: Job,
  given: Omit<SeedExecution, "status"> & Partial<SeedExecution>,
): Execution {
  const nowMs = world.clock.now();
  const previous = job.latest.get(given.thingName);
  const queuedAtMs = given.queuedAtMs ?? nowMs;
  const status = given.status ?? "QUEUED";
  const startedAtMs = given.startedAtMs ?? (status === "IN_PROGRESS" ? queuedAtMs : undefined);
  const execution: Execution = {
    job,
    thingName: given.thingName,
    place: job.executions.places,
    executionNumber: given.executionNumber ?? (previous ? previous.executionNumber + 1 : 1),
    status,
    versionNumber: given.versionNumber ?? plausibleVersion(status),
    retryAttempt: given.retryAttempt ?? 0,
    retriesAfterFailure: given.retryAttempt ?? 0,
    queuedAtMs,
    startedAtMs,
    lastUpdatedAtMs: given.lastUpdatedAtMs ?? startedAtMs ?? queuedAtMs,
    statusDetails: given.statusDetails,
    forceCanceled: given.forceCanceled ?? false,
    timesOutAtMs: undefined,
    stepTimesOutAtMs: undefined,
    previous,
    shown: undefined,
    isDeleted: false,
  };
  job.executions.add(execution);
  job.latest.set(execution.thingName, execution);
  job.rolledOutCount++;
  if (status === "QUEUED" || status === "IN_PROGRESS") job.openCount++;
  else job.endedCounts[status]++;
  countRetries(execution, 1);

  const thing = world.registry.thing(execution.thingName);
  if (thing) {
    thing.executions ??= new Roll();
    thing.executions.add(execution);
  }
  return execution;
}

/** Removes an execution from every list and count. */
export function removeExecution(world: World, execution: Execution): void {
  const { job } = execution;
  if (execution.isDeleted) return;
  execution.isDeleted = true;
  publishExecutionEvent(world, execution, "DELETED");
  if (execution.status === "QUEUED" || execution.status === "IN_PROGRESS") job.openCount--;
  else job.endedCounts[execution.status]--;
  countRetries(execution, -1);
  job.executions.remove(execution.place);
  if (job.latest.get(execution.thingName) === execution) {
    const earlier = execution.previous;
    if (earlier && !earlier.isDeleted) job.latest.set(execution.thingName, earlier);
    else job.latest.delete(execution.thingName);
  }
  world.registry.thing(execution.thingName)?.executions?.removeRow(execution);
}

/** Adds the failed and retried tries of an execution to the counts of its job, or subtracts them. */
function countRetries({ job, retryAttempt, retriesAfterFailure }: Execution, sign: 1 | -1): void {
  job.retriedCounts.FAILED += sign * retriesAfterFailure;
  job.retriedCounts.TIMED_OUT += sign * (retryAttempt - retriesAfterFailure);
}

function plausibleVersion(status: Execution["status"]): number {
  if (status === "QUEUED") return 1;
  return isTerminal(status) ? 3 : 2;
}
