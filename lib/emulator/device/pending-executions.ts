import type { Execution } from "../state/job.ts";
import type { World } from "../state/world.ts";

/** The most executions that a device sees at a time [DG:jobs-comm-notifications]. */
const MAX_PENDING = 10;

/** Executions in progress, then queued ones, each in queue order [DG:jobs-comm-notifications]. Empty for an unknown thing. */
export function listPending(
  world: World,
  thingName: string,
): { inProgress: Execution[]; queued: Execution[] } {
  const inProgress: Execution[] = [];
  const queued: Execution[] = [];
  for (const execution of world.registry.thing(thingName)?.executions ?? []) {
    if (execution.job.status === "DELETION_IN_PROGRESS") continue;
    if (execution.status === "IN_PROGRESS") inProgress.push(execution);
    else if (execution.status === "QUEUED") queued.push(execution);
  }
  for (const list of [inProgress, queued]) list.sort((one, other) => one.queuedAtMs - other.queuedAtMs);
  return {
    inProgress: inProgress.slice(0, MAX_PENDING),
    queued: queued.slice(0, Math.max(0, MAX_PENDING - inProgress.length)),
  };
}

/** The execution that `$next` means: the one in progress, else the oldest queued one. */
export function findNext(world: World, thingName: string): Execution | undefined {
  const { inProgress, queued } = listPending(world, thingName);
  return inProgress[0] ?? queued[0];
}

/** The execution, unless its job is being deleted: a device can no longer reach that [MD]. */
export function findForDevice(
  world: World,
  thingName: string,
  jobId: string,
  executionNumber?: number,
): Execution | undefined {
  const job = world.job(jobId);
  if (!job || job.status === "DELETION_IN_PROGRESS") return undefined;
  let execution = job.latest.get(thingName);
  while (execution && executionNumber !== undefined && execution.executionNumber !== executionNumber) {
    execution = execution.previous;
  }
  return execution?.isDeleted ? undefined : execution;
}
