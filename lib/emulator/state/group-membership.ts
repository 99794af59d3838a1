import { endExecution } from "./end-execution.ts";
import { isTerminal } from "./execution-status.ts";
import type { Job } from "./job.ts";
import type { Thing, ThingGroup } from "./registry.ts";
import { reachNewcomer } from "./roll-out-job.ts";
import type { World } from "./world.ts";

/**
 * Adds a thing to a group. Continuous jobs on the group or a parent of it reach the thing at once: the rollout rate
 * applies only to the things targeted at the start [DG:jobs-configurations-details].
 */
export function joinGroup(world: World, thing: Thing, group: ThingGroup): void {
  const before = continuousJobsOf(world, thing);
  if (!world.registry.join(thing, group)) return;
  for (const job of continuousJobsOf(world, thing)) {
    if (!before.has(job)) reachNewcomer(world, job, thing.thingName);
  }
}

/**
 * Removes a thing from a group. Its open executions of continuous jobs that no longer target it become REMOVED, those
 * IN_PROGRESS too (unconfirmed, facts 2.1). Snapshot jobs are unaffected: they fixed their targets when they started.
 */
export function leaveGroup(world: World, thing: Thing, group: ThingGroup): void {
  const before = continuousJobsOf(world, thing);
  if (!world.registry.leave(thing, group)) return;
  const after = continuousJobsOf(world, thing);
  for (const job of before) {
    if (after.has(job)) continue;
    job.waiting = job.waiting.filter((name) => name !== thing.thingName);
    removeOpenExecution(world, job, thing.thingName);
  }
}

/** Deletes a group that has no child groups. Its things are removed first, so that continuous jobs follow. */
export function deleteGroup(world: World, group: ThingGroup): void {
  for (const name of [...group.members]) {
    const thing = world.registry.thing(name);
    if (thing) leaveGroup(world, thing, group);
  }
  world.registry.removeGroup(group);
}

/** Deletes a thing from the registry. Its open executions become REMOVED or stay as they are, which is a variant. */
export function deleteThing(world: World, thing: Thing): void {
  const executions = [...(thing.executions ?? [])];
  if (world.variants.executionsOfDeletedThing === "kept") {
    world.registry.removeThing(thing);
    world.registry.upsertExecutions(thing);
    return;
  }
  world.registry.removeThing(thing);
  for (const { job } of executions) removeOpenExecution(world, job, thing.thingName);
}

function removeOpenExecution(world: World, job: Job, thingName: string): void {
  const execution = job.latest.get(thingName);
  if (execution && !isTerminal(execution.status)) endExecution(world, execution, "REMOVED");
}

function continuousJobsOf(world: World, thing: Thing): Set<Job> {
  const groups = new Set(thing.thingGroupNames.flatMap((name) => world.registry.withAncestors(name)));
  const jobs = new Set<Job>();
  for (const job of world.jobs) {
    if (job.targetSelection !== "CONTINUOUS" || !job.isActive) continue;
    const isTarget =
      job.targets.things.includes(thing.thingName) || job.targets.groups.some((name) => groups.has(name));
    if (isTarget) jobs.add(job);
  }
  return jobs;
}
