import { addExecution } from "../state/add-execution.ts";
import { completeJobWhenDone } from "../state/complete-job.ts";
import { startInProgressTimer } from "../state/execution-timers.ts";
import { Job } from "../state/job.ts";
import { hasWindows } from "../state/maintenance-windows.ts";
import { listTargetThings } from "../state/roll-out-job.ts";
import { planEndOfJob, resumeWindows, startJob } from "../state/start-job.ts";
import { readyIndexing, type World } from "../state/world.ts";
import { deleteJob } from "../state/delete-job.ts";
import type {
  Seed,
  SeedExecution,
  SeedExecutionRange,
  SeedJob,
  SeedNameRange,
  SeedThingRange,
} from "./seed-format.ts";

/** Adds a seed that `findSeedIssues` has validated. Fast enough for 100,000 things and executions. */
export function applySeed(world: World, seed: Seed): void {
  const { registry } = world;
  const nowMs = world.clock.now();
  for (const type of seed.thingTypes ?? []) registry.addType({ ...type, createdAtMs: nowMs });
  for (const group of seed.groups ?? []) registry.addGroup({ ...group, createdAtMs: nowMs });
  for (const thing of seed.things ?? []) addThing(world, thing.name, thing);
  for (const range of seed.thingRange ?? []) {
    for (const name of namesOf(range)) addThing(world, name, range);
  }
  for (const job of seed.jobs ?? []) addJob(world, job);
  if (seed.indexing) {
    world.indexing = readyIndexing(seed.indexing.mode, seed.indexing.connectivity);
  }
}

/** The names of a range, in order. */
export function* namesOf({ prefix, from, count, pad = 0 }: SeedNameRange): Generator<string> {
  for (let number = from; number < from + count; number++) {
    yield prefix + String(number).padStart(pad, "0");
  }
}

function addThing(world: World, name: string, given: Omit<SeedThingRange, keyof SeedNameRange>): void {
  const thing = world.registry.addThing({ name, type: given.type, attributes: given.attributes });
  for (const group of given.groups ?? []) world.registry.join(thing, world.registry.group(group)!);
  if (given.connectivity) {
    const { connected, timestampMs, disconnectReason } = given.connectivity;
    thing.connectivity = {
      connected,
      ...(timestampMs === undefined ? {} : { timestamp: timestampMs }),
      ...(disconnectReason === undefined ? {} : { disconnectReason }),
    };
  }
}

function addJob(world: World, given: SeedJob): void {
  const createdAtMs = given.createdAtMs ?? world.clock.now();
  const job = new Job({
    jobId: given.jobId,
    targets: { things: given.targets.things ?? [], groups: given.targets.groups ?? [] },
    targetSelection: given.targetSelection ?? "SNAPSHOT",
    createdAtMs,
  });
  job.document = given.document ?? "{}";
  job.description = given.description;
  job.namespaceId = given.namespaceId;
  job.timeoutMinutes = given.timeoutMinutes;
  job.rolloutPerMinute = given.rolloutPerMinute;
  job.exponentialRate = given.exponentialRate;
  job.abort = given.abort;
  job.retry = given.retry;
  job.scheduling = given.scheduling;
  job.reasonCode = given.reasonCode;
  job.comment = given.comment;
  job.forceCanceled = given.forceCanceled ?? false;
  world.addJob(job);

  if (given.executions === undefined && (given.status ?? "IN_PROGRESS") === "IN_PROGRESS") {
    startJob(world, job);
    return;
  }
  for (const execution of executionsOf(world, job, given)) {
    const added = addExecution(world, job, execution);
    if (added.status === "IN_PROGRESS") startInProgressTimer(world, added);
  }
  toSeededStatus(world, job, given);
  if (job.status === "IN_PROGRESS") resumeWindows(world, job);
  planEndOfJob(world, job, given.scheduling?.endTime);
}

function* executionsOf(world: World, job: Job, given: SeedJob): Generator<SeedExecution> {
  const { executions } = given;
  if (executions === undefined) return;
  if (executions === "queued") {
    for (const thingName of listTargetThings(world, job.targets)) {
      yield { thingName, status: "QUEUED", queuedAtMs: job.createdAtMs };
    }
    return;
  }
  for (const one of Array.isArray(executions) ? executions : [executions]) {
    if (isRange(one)) {
      const { forThings, ...execution } = one;
      for (const thingName of namesOf(forThings)) {
        yield { queuedAtMs: job.createdAtMs, ...execution, thingName };
      }
    } else yield { queuedAtMs: job.createdAtMs, ...one };
  }
}

function isRange(execution: SeedExecution | SeedExecutionRange): execution is SeedExecutionRange {
  return "forThings" in execution;
}

function toSeededStatus(world: World, job: Job, given: SeedJob): void {
  const { status } = given;
  if (status === "SCHEDULED") {
    // Its start is in the future, scheduled as startJob would do it.
    startJob(world, job);
    if (job.scheduling?.startTime === undefined && !hasWindows(job)) job.status = "SCHEDULED";
  } else if (status === "DELETION_IN_PROGRESS") {
    deleteJob(world, job);
  } else if (status === undefined) {
    completeJobWhenDone(world, job);
  } else {
    job.status = status;
  }
  if (job.status === "COMPLETED") job.completedAtMs = given.completedAtMs ?? job.completedAtMs;
  job.lastUpdatedAtMs = given.lastUpdatedAtMs ?? given.completedAtMs ?? job.lastUpdatedAtMs;
}
