import { expect, it } from "vitest";
import type { SeedJob } from "../seed/seed-format.ts";
import { findSeedIssues } from "../seed/find-seed-issues.ts";
import { applySeed } from "../seed/apply-seed.ts";
import { World } from "../state/world.ts";
import { comingJob, createComingJobs, JOB_EVERY_MS } from "./coming-jobs.ts";
import { demoFleet } from "./demo-fleet.ts";
import { DAY_MS, MINUTE_MS } from "./durations.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const fleet = demoFleet(1, NOW_MS);
const things = fleet.things ?? [];
const NUMBERS = Array.from({ length: 200 }, (_, at) => at + 1);

it("the emulator accepts the jobs of three days", () => {
  const world = new World({ hasQuotas: true, lagMs: 0 });
  applySeed(world, fleet);
  const jobs = NUMBERS.map((number) => comingJob(1, number, things));
  expect(findSeedIssues(world, { jobs })).toBeUndefined();
});

it("each job targets reachable things of one type", () => {
  for (const number of NUMBERS) {
    const names = comingJob(1, number, things).targets.things ?? [];
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    const targeted = things.filter(({ name }) => names.includes(name));
    expect(new Set(targeted.map(({ type }) => type)).size).toBe(1);
    expect(targeted.every(({ connectivity }) => connectivity?.connected)).toBe(true);
  }
});

it("the jobs are the same for the same seed, and differ between seeds", () => {
  const all = (seed: number) => NUMBERS.map((number) => comingJob(seed, number, things));
  expect(all(1)).toEqual(all(1));
  expect(all(1)).not.toEqual(all(2));
});

it("jobs are added one at a time, none at the start, and none for skipped time", () => {
  const added: SeedJob[] = [];
  const jobs = createComingJobs({ seed: 1, fleet, addJob: (job) => added.push(job) }, NOW_MS);
  const ids = (...numbers: number[]) => numbers.map((number) => comingJob(1, number, things).jobId);
  jobs.tick(NOW_MS);
  jobs.tick(NOW_MS + JOB_EVERY_MS - 1);
  expect(added).toEqual([]);
  jobs.tick(NOW_MS + JOB_EVERY_MS);
  jobs.tick(NOW_MS + JOB_EVERY_MS + MINUTE_MS);
  expect(added.map(({ jobId }) => jobId)).toEqual(ids(1));
  const later = NOW_MS + 7 * DAY_MS;
  jobs.tick(later);
  jobs.tick(later + MINUTE_MS);
  expect(added.map(({ jobId }) => jobId)).toEqual(ids(1, Math.floor((7 * DAY_MS) / JOB_EVERY_MS)));
});
