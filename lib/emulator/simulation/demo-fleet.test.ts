import { describe, expect, it } from "vitest";
import type { Seed, SeedExecution, SeedJob } from "../seed/seed-format.ts";
import { demoFleet } from "./demo-fleet.ts";
import { STUCK_KIOSK } from "./demo-things.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const OPEN = ["QUEUED", "IN_PROGRESS"];
const ALL_STATUSES = [...OPEN, "SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "REMOVED", "CANCELED"];
const NEVER_STARTED = ["QUEUED", "REMOVED"];
const ONE_LINE = /^[^\p{C}]+$/u;

const jobsOf = (seed: Seed) => seed.jobs ?? [];
const executionsOf = (job: SeedJob) => job.executions as SeedExecution[];
const jobOf = (seed: Seed, jobId: string) => {
  const job = jobsOf(seed).find((each) => each.jobId === jobId);
  if (job === undefined) throw new Error(`No job ${jobId}`);
  return job;
};
const statusesOf = (job: SeedJob) => new Set(executionsOf(job).map((each) => each.status));

describe.each([1, 2, 7, 42, 4_711, 2 ** 31])("demoFleet(%i)", (seedNumber) => {
  const fleet = demoFleet(seedNumber, NOW_MS);
  const things = fleet.things ?? [];

  it("is the same for the same seed", () => {
    expect(demoFleet(seedNumber, NOW_MS)).toEqual(fleet);
  });

  it("has a few hundred things of six types with legal names and attributes", () => {
    expect(things.length).toBeGreaterThan(300);
    expect(new Set(things.map(({ name }) => name)).size).toBe(things.length);
    expect(new Set(things.map(({ type }) => type)).size).toBe(7);
    const groups = new Set(fleet.groups?.map(({ name }) => name));
    for (const thing of things) {
      expect(thing.name).toMatch(/^[a-zA-Z0-9:_-]{1,128}$/);
      expect(thing.groups?.every((group) => groups.has(group)) ?? true).toBe(true);
      const attributes = Object.entries(thing.attributes ?? {});
      // AWS allows three attributes to a thing without a type.
      if (thing.type === undefined) expect(attributes.length).toBeLessThanOrEqual(3);
      for (const [name, value] of attributes) {
        expect(name).toMatch(/^[a-zA-Z0-9_.,@/:#-]{1,128}$/);
        expect(value).toMatch(/^[a-zA-Z0-9_.,@/:#=[\]-]{0,800}$/);
      }
    }
  });

  it("has connected things, ones that disconnected within the hour or long ago, and ones that never connected", () => {
    const connectivities = things.map(({ connectivity }) => connectivity);
    expect(connectivities).toContain(undefined);
    expect(connectivities.some((each) => each?.connected)).toBe(true);
    const away = connectivities.filter((each) => each !== undefined).filter(({ connected }) => !connected);
    const gone = away.flatMap(({ timestampMs, disconnectReason }) =>
      timestampMs !== undefined && disconnectReason !== undefined ? [NOW_MS - timestampMs] : [],
    );
    // The index drops time and reason after an hour, and the demo should show some of them.
    expect(gone.filter((ageMs) => ageMs < HOUR_MS).length).toBeGreaterThan(5);
    expect(gone.some((ageMs) => ageMs > DAY_MS)).toBe(true);
    expect(away.some(({ timestampMs }) => timestampMs === undefined)).toBe(true);
    for (const each of connectivities) expect(each?.timestampMs ?? 0).toBeLessThan(NOW_MS);
  });

  it("keeps every job within the constraints of AWS", () => {
    expect(new Set(jobsOf(fleet).map(({ jobId }) => jobId)).size).toBe(jobsOf(fleet).length);
    for (const job of jobsOf(fleet)) {
      expect(job.jobId).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect(job.document?.length).toBeLessThanOrEqual(32_768);
      expect(JSON.parse(job.document ?? "")).toBeTypeOf("object");
      expect(job.description ?? "-").toMatch(ONE_LINE);
      expect(job.comment ?? "-").toMatch(ONE_LINE);
      expect(job.reasonCode ?? "A").toMatch(/^[A-Z0-9_]{1,128}$/);
      for (const { statusDetails = {} } of executionsOf(job)) {
        expect(Object.keys(statusDetails).length).toBeLessThanOrEqual(10);
        for (const [key, value] of Object.entries(statusDetails)) {
          expect(key).toMatch(/^[a-zA-Z0-9:_-]{1,128}$/);
          expect(value).toMatch(ONE_LINE);
          expect(value.length).toBeLessThanOrEqual(1_024);
        }
      }
    }
  });

  it("has consistent histories", () => {
    const names = new Set(things.map(({ name }) => name));
    for (const job of jobsOf(fleet)) {
      const executions = executionsOf(job);
      expect(new Set(executions.map(({ thingName }) => thingName)).size).toBe(executions.length);
      for (const each of executions) {
        const at = `${job.jobId}/${each.thingName}`;
        expect(names.has(each.thingName), at).toBe(true);
        const { queuedAtMs = NaN, startedAtMs, lastUpdatedAtMs = NaN, versionNumber = NaN } = each;
        expect(job.createdAtMs, at).toBeLessThanOrEqual(queuedAtMs);
        expect(queuedAtMs, at).toBeLessThanOrEqual(startedAtMs ?? queuedAtMs);
        expect(startedAtMs ?? queuedAtMs, at).toBeLessThanOrEqual(lastUpdatedAtMs);
        expect(lastUpdatedAtMs, at).toBeLessThan(NOW_MS);
        for (const time of [queuedAtMs, lastUpdatedAtMs, startedAtMs ?? 0])
          expect(Number.isInteger(time), at).toBe(true);
        if (NEVER_STARTED.includes(each.status)) expect(startedAtMs, at).toBeUndefined();
        else if (each.status !== "CANCELED") expect(startedAtMs, at).toBeDefined();
        if (each.status === "QUEUED") expect([versionNumber, lastUpdatedAtMs], at).toEqual([1, queuedAtMs]);
        else expect(versionNumber, at).toBeGreaterThanOrEqual(startedAtMs === undefined ? 2 : 3);
        expect(each.forceCanceled ?? false, at).toBe(each.status === "CANCELED" && startedAtMs !== undefined);
      }
    }
  });

  it("completes exactly the snapshots whose executions have all ended", () => {
    for (const job of jobsOf(fleet)) {
      if (job.status === "SCHEDULED" || job.status === "CANCELED") continue;
      const hasOpen = executionsOf(job).some((each) => OPEN.includes(each.status));
      const completed = job.status === "COMPLETED" || job.completedAtMs !== undefined;
      if (job.targetSelection === "CONTINUOUS") expect(completed, job.jobId).toBe(false);
      else expect(completed, job.jobId).toBe(!hasOpen);
      if (!completed) continue;
      const last = Math.max(...executionsOf(job).map((each) => each.lastUpdatedAtMs ?? 0));
      expect(job.completedAtMs, job.jobId).toBe(last);
    }
  });

  it("has no queued execution in a canceled job and none past its timeout", () => {
    for (const job of jobsOf(fleet)) {
      for (const each of executionsOf(job)) {
        if (job.status === "CANCELED") {
          expect(each.status).not.toBe("QUEUED");
          if (each.startedAtMs !== undefined) expect(each.startedAtMs).toBeLessThan(job.lastUpdatedAtMs ?? 0);
        }
        if (job.timeoutMinutes === undefined || each.startedAtMs === undefined) continue;
        const latestMs = each.startedAtMs + job.timeoutMinutes * MINUTE_MS;
        expect(
          each.status === "IN_PROGRESS" ? NOW_MS : (each.lastUpdatedAtMs ?? NaN) - MINUTE_MS,
        ).toBeLessThanOrEqual(latestMs);
      }
    }
  });

  it("has each thing work on one execution at a time, oldest first", () => {
    const parallel = ["gw:plant-a:edge-03"];
    const byThing = Map.groupBy(jobsOf(fleet).flatMap(executionsOf), ({ thingName }) => thingName);
    for (const [thingName, executions] of byThing) {
      if (parallel.includes(thingName)) continue;
      const begun = executions
        .filter((each) => each.startedAtMs !== undefined)
        .sort((one, other) => (one.startedAtMs ?? 0) - (other.startedAtMs ?? 0));
      expect(begun.filter((each) => each.status === "IN_PROGRESS").length, thingName).toBeLessThanOrEqual(1);
      for (const [at, each] of begun.entries()) {
        const next = begun[at + 1];
        if (next === undefined) continue;
        expect(each.status, thingName).not.toBe("IN_PROGRESS");
        expect(each.lastUpdatedAtMs, thingName).toBeLessThanOrEqual(next.startedAtMs ?? 0);
        expect(each.queuedAtMs, thingName).toBeLessThanOrEqual(next.queuedAtMs ?? 0);
      }
    }
  });

  it("has a job of hundreds of executions in all eight statuses, without a timeout", () => {
    const job = jobOf(fleet, "fw-rollout-2026-11");
    expect(executionsOf(job).length).toBeGreaterThan(250);
    expect(statusesOf(job)).toEqual(new Set(ALL_STATUSES));
    expect(job.timeoutMinutes).toBeUndefined();
    const stuck = executionsOf(job).filter(
      (each) => each.status === "IN_PROGRESS" && (each.lastUpdatedAtMs ?? NOW_MS) < NOW_MS - DAY_MS,
    );
    expect(stuck.length).toBeGreaterThanOrEqual(4);
  });

  it("has the stuck kiosk", () => {
    const open = jobsOf(fleet).flatMap((job) =>
      executionsOf(job)
        .filter((each) => each.thingName === STUCK_KIOSK && OPEN.includes(each.status))
        .map((each) => ({ jobId: job.jobId, agoMs: NOW_MS - (each.queuedAtMs ?? 0), ...each })),
    );
    expect(open.map(({ jobId, agoMs, versionNumber }) => [jobId, agoMs, versionNumber])).toEqual([
      ["fw-rollout-2026-11", 6 * DAY_MS + 4 * HOUR_MS, 7],
      ["cert-rotate-q4", 2 * DAY_MS, 1],
      ["ui-config-88", DAY_MS + 3 * HOUR_MS, 1],
      ["diag-collect-5512", 40 * MINUTE_MS, 1],
    ]);
    expect(open[0]).toMatchObject({
      status: "IN_PROGRESS",
      lastUpdatedAtMs: NOW_MS - 4 * DAY_MS - 2 * HOUR_MS,
      statusDetails: { step: "flashing", percent: "61" },
    });
  });

  it("has jobs with every kind of end", () => {
    const jobs = jobsOf(fleet);
    expect(new Set(jobs.map(({ status }) => status ?? "IN_PROGRESS"))).toEqual(
      new Set(["IN_PROGRESS", "COMPLETED", "CANCELED", "SCHEDULED"]),
    );
    expect(statusesOf(jobOf(fleet, "diag-collect-5388"))).toEqual(new Set(["FAILED"]));
    expect(statusesOf(jobOf(fleet, "fw-rollout-2026-08"))).toEqual(new Set(["SUCCEEDED"]));
    expect(
      executionsOf(jobOf(fleet, "turbine-pitch-tune-3")).find((each) => each.status === "IN_PROGRESS")
        ?.thingName,
    ).toBe("turbine-n2-07");
    const withJobs = new Set(jobs.flatMap(executionsOf).map(({ thingName }) => thingName));
    expect(withJobs.has("lab:spare-unit")).toBe(false);
    expect(things.some(({ name }) => name.length === 128)).toBe(true);
  });

  it("sends no job to a thing that has left its group", () => {
    const removed = executionsOf(jobOf(fleet, "fw-rollout-2026-11")).filter(
      (each) => each.status === "REMOVED",
    );
    expect(removed.length).toBeGreaterThan(0);
    for (const { thingName } of removed) {
      const groups = things.find(({ name }) => name === thingName)?.groups ?? [];
      expect(groups.every((group) => group.startsWith("canary"))).toBe(true);
    }
  });
});

it("differs between seeds", () => {
  expect(demoFleet(1, NOW_MS)).not.toEqual(demoFleet(2, NOW_MS));
});
