import type { Seed, SeedJob, SeedThing } from "../seed/seed-format.ts";
import { demoJobs } from "./demo-jobs/demo-jobs.ts";
import { DEMO_GROUPS, DEMO_THING_TYPES, demoThings } from "./demo-things.ts";
import type { JobPlan } from "./job-plan.ts";
import { oddJobs, oddThings } from "./odd-things.ts";
import type { ThingPast } from "./play-execution.ts";
import { playJob, silentFromMs } from "./play-job.ts";

/**
 * A fleet of some 340 things with a history of three months of jobs. The same seed and time give the same fleet. Every
 * seed has the stuck kiosk.
 */
export function demoFleet(seedNumber: number, nowMs: number): Seed {
  const plans = demoJobs(nowMs);
  const things = demoThings(seedNumber, nowMs, storyThings(plans));
  const pasts = new Map(things.map((thing) => [thing.name, toPast(thing, nowMs)]));
  const jobs = plans.map((plan) => {
    const targeted = things.filter((thing) => isTarget(plan, thing));
    const job = playJob(
      plan,
      targeted.flatMap(({ name }) => pasts.get(name) ?? []),
      seedNumber,
      nowMs,
    );
    for (const thing of targeted) if (isRemoved(job, thing)) leaveTargetGroups(plan, thing);
    return job;
  });
  return {
    thingTypes: DEMO_THING_TYPES,
    groups: DEMO_GROUPS,
    things: [...things, ...oddThings(nowMs)],
    jobs: [...jobs, ...oddJobs(nowMs)],
    indexing: { mode: "REGISTRY", connectivity: "STATUS" },
  };
}

function storyThings(plans: JobPlan[]): Set<string> {
  return new Set(
    plans.flatMap(({ preset = {}, written = [] }) => [
      ...Object.keys(preset),
      ...written.map(({ thingName }) => thingName),
    ]),
  );
}

function toPast({ name, connectivity }: SeedThing, nowMs: number): ThingPast {
  return { name, freeAtMs: 0, blockedFromMs: silentFromMs(connectivity, nowMs) };
}

function isTarget({ job }: JobPlan, { name, groups = [] }: SeedThing): boolean {
  return job.targets.things?.includes(name) || groups.some((group) => job.targets.groups?.includes(group));
}

function isRemoved({ executions }: SeedJob, { name }: SeedThing): boolean {
  return (
    Array.isArray(executions) &&
    executions.some((each) => "thingName" in each && each.thingName === name && each.status === "REMOVED")
  );
}

/** REMOVED means that the thing left the target groups, so later jobs on these groups do not reach it. */
function leaveTargetGroups({ job }: JobPlan, thing: SeedThing): void {
  thing.groups = thing.groups?.filter((group) => !job.targets.groups?.includes(group));
}
