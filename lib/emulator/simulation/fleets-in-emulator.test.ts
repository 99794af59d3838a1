import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLocalDevicePlane } from "../device/local-device-plane.ts";
import { applySeed } from "../seed/apply-seed.ts";
import { findSeedIssues } from "../seed/find-seed-issues.ts";
import { cancelExecution } from "../state/cancel-execution.ts";
import { World } from "../state/world.ts";
import { createComingJobs } from "./coming-jobs.ts";
import { demoFleet } from "./demo-fleet.ts";
import { STUCK_KIOSK } from "./demo-things.ts";
import { createDevices } from "./devices.ts";
import { HOUR_MS, SECOND_MS } from "./durations.ts";
import { largeFleet } from "./large-fleet.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);

const emptyWorld = () => new World({ hasQuotas: true, lagMs: 0 });

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

it.each([1, 2, 3, 99])("the emulator finds no fault with the demo fleet of seed %i", (seedNumber) => {
  expect(findSeedIssues(emptyWorld(), demoFleet(seedNumber, NOW_MS))).toBeUndefined();
});

it("the emulator accepts the large fleet", () => {
  expect(findSeedIssues(emptyWorld(), largeFleet(1, NOW_MS))).toBeUndefined();
});

describe("the demo in the emulator", () => {
  function runDemo() {
    const world = emptyWorld();
    const fleet = demoFleet(1, NOW_MS);
    applySeed(world, fleet);
    const devices = createDevices(createLocalDevicePlane(world), { seed: 1, fleet });
    const pass = (ms: number) => {
      for (const endMs = Date.now() + ms; Date.now() < endMs; vi.advanceTimersByTime(SECOND_MS))
        devices.tick();
      world.clock.applyDue();
    };
    const execution = (thingName: string, jobId: string) => {
      const found = world.job(jobId)?.latest.get(thingName);
      if (found === undefined) throw new Error(`No execution of ${jobId} on ${thingName}`);
      return found;
    };
    return { world, fleet, pass, execution };
  }

  it("has every job in its planned status, also after an hour of work", () => {
    const { world, fleet, pass } = runDemo();
    pass(HOUR_MS);
    for (const { jobId, status } of fleet.jobs ?? []) {
      // Short snapshots may be completed by then. No job may have been canceled or restarted.
      const now = world.job(jobId)?.status;
      if (status === "IN_PROGRESS") expect(["IN_PROGRESS", "COMPLETED"], jobId).toContain(now);
      else if (status !== undefined) expect(now, jobId).toBe(status);
    }
  });

  it("still works ten hours later, with queues neither empty nor growing", { timeout: 120_000 }, () => {
    const { world, fleet } = runDemo();
    const devices = createDevices(createLocalDevicePlane(world), { seed: 1, fleet });
    const jobs = createComingJobs(
      { seed: 1, fleet, addJob: (job) => world.clock.hold(() => applySeed(world, { jobs: [job] })) },
      NOW_MS,
    );
    const openNow = () => [...world.jobs].reduce((sum, { openCount }) => sum + openCount, 0);
    const openAtStart = openNow();
    let startedLately = 0;
    for (const endMs = NOW_MS + 10 * HOUR_MS; Date.now() < endMs; vi.advanceTimersByTime(4 * SECOND_MS)) {
      jobs.tick(Date.now());
      devices.tick();
    }
    for (const job of world.jobs)
      for (const { startedAtMs } of job.latest.values())
        if (startedAtMs !== undefined && startedAtMs > Date.now() - HOUR_MS) startedLately += 1;
    expect(startedLately).toBeGreaterThan(10);
    expect(openNow()).toBeGreaterThan(20);
    expect(openNow()).toBeLessThan(2 * openAtStart);
  });

  it("moves the kiosk's queue on after a forced cancellation", () => {
    const { world, pass, execution } = runDemo();
    pass(60 * SECOND_MS);
    const stuck = execution(STUCK_KIOSK, "fw-rollout-2026-11");
    expect(stuck).toMatchObject({ status: "IN_PROGRESS", versionNumber: 7 });
    cancelExecution(world, stuck, { force: true });
    pass(15 * SECOND_MS);
    expect(execution(STUCK_KIOSK, "cert-rotate-q4").status).toBe("IN_PROGRESS");
    expect(stuck.status).toBe("CANCELED");
  });
});
