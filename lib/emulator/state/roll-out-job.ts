import { addExecution } from "./add-execution.ts";
import { completeJobWhenDone } from "./complete-job.ts";
import { isTerminal } from "./execution-status.ts";
import type { Job } from "./job.ts";
import type { World } from "./world.ts";

const WINDOW_MS = 60_000;
/** The service's own rollout rate, executions a minute (facts 3, L-026DF298). */
const SERVICE_RATE_PER_MINUTE = 1_000;

/** The things that a job targets now, each once. A group includes its child groups [DG:thing-groups]. */
export function listTargetThings(world: World, targets: Job["targets"]): string[] {
  const names = new Set(targets.things);
  for (const target of targets.groups) {
    for (const group of world.registry.withDescendants(target)) {
      for (const name of world.registry.group(group)?.members ?? []) names.add(name);
    }
  }
  return [...names];
}

/**
 * Creates executions for waiting things up to this minute's rate, and schedules the next minute. Each batch is created
 * at once: AWS does not document how it spreads a batch over the minute.
 */
export function rollOutJob(world: World, job: Job): void {
  if (job.status !== "IN_PROGRESS" || job.rolloutStopped) return;
  const nowMs = world.clock.now();
  const window = job.rolloutWindow;
  if (nowMs - window.startMs >= WINDOW_MS) {
    window.startMs = nowMs;
    window.used = 0;
  }
  const rate = ratePerMinute(world, job);
  let reached = 0;
  for (; reached < job.waiting.length && window.used < rate; reached++) {
    const thingName = job.waiting[reached]!;
    if (!canReach(world, job, thingName)) continue;
    addExecution(world, job, { thingName });
    window.used++;
  }
  job.waiting = job.waiting.slice(reached);

  if (job.waiting.length === 0) completeJobWhenDone(world, job);
  else if (!window.wakeUpPlanned) {
    window.wakeUpPlanned = true;
    world.clock.plan(window.startMs + WINDOW_MS, () => {
      window.wakeUpPlanned = false;
      rollOutJob(world, job);
    });
  }
}

/** Gives a new target an execution, in the next window if the job has windows. After the job's end time it does nothing. */
export function reachNewcomer(world: World, job: Job, thingName: string): void {
  if (job.rolloutStopped || !canReach(world, job, thingName)) return;
  if (job.status === "IN_PROGRESS") addExecution(world, job, { thingName });
  else job.waiting.push(thingName);
}

function canReach(world: World, job: Job, thingName: string): boolean {
  if (!world.registry.thing(thingName)) return false;
  const latest = job.latest.get(thingName);
  return latest === undefined || (job.targetSelection === "CONTINUOUS" && isTerminal(latest.status));
}

function ratePerMinute(world: World, job: Job): number {
  const service = world.hasQuotas ? SERVICE_RATE_PER_MINUTE : Number.POSITIVE_INFINITY;
  const ceiling = Math.min(job.rolloutPerMinute ?? service, service);
  if (!job.exponentialRate) return ceiling;
  const { baseRatePerMinute, incrementFactor, rateIncreaseCriteria } = job.exponentialRate;
  const { numberOfNotifiedThings = Infinity, numberOfSucceededThings = Infinity } = rateIncreaseCriteria;
  // Where both are given, the first to be met counts [DG:jobs-configurations-details].
  const increases = Math.max(
    Math.floor(job.rolledOutCount / numberOfNotifiedThings),
    Math.floor(job.endedCounts.SUCCEEDED / numberOfSucceededThings),
  );
  return Math.min(Math.floor(baseRatePerMinute * incrementFactor ** increases), ceiling);
}
