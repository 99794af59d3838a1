import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Seed, SeedExecution, SeedThing } from "../seed/seed-format.ts";
import { demoFleet } from "./demo-fleet.ts";
import { STUCK_KIOSK } from "./demo-things.ts";
import { createDevices, startDevices } from "./devices.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./durations.ts";
import { InMemoryPlane } from "./in-memory-plane.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);

function simulate(fleet: Seed, seed = 1) {
  const plane = new InMemoryPlane(fleet, NOW_MS);
  const devices = createDevices(plane, { seed, fleet });
  return {
    plane,
    pass: (ms: number, each?: () => void) => {
      for (const endMs = plane.nowMs + ms; plane.nowMs < endMs; plane.nowMs += SECOND_MS) {
        devices.tick();
        each?.();
      }
    },
  };
}

/** One thing with the given executions, one to a job, queued in this order. */
function fleetOfOne(executions: Partial<SeedExecution>[], thing: Partial<SeedThing> = {}): Seed {
  return {
    things: [{ name: "pump", connectivity: { connected: true, timestampMs: NOW_MS - HOUR_MS }, ...thing }],
    jobs: executions.map((execution, at) => ({
      jobId: `job-${at}`,
      targets: { things: ["pump"] },
      document: '{"operation":"install-firmware"}',
      executions: [{ thingName: "pump", status: "QUEUED", queuedAtMs: NOW_MS - HOUR_MS + at, ...execution }],
    })),
  };
}

const begun: Partial<SeedExecution> = {
  status: "IN_PROGRESS",
  startedAtMs: NOW_MS - MINUTE_MS,
  lastUpdatedAtMs: NOW_MS - 5 * SECOND_MS,
  versionNumber: 4,
  statusDetails: { step: "downloading", percent: "30" },
};
const stuck: Partial<SeedExecution> = { ...begun, lastUpdatedAtMs: NOW_MS - 4 * DAY_MS };

describe("a device", () => {
  it("starts work, reports every few seconds, and ends it", () => {
    const { plane, pass } = simulate(fleetOfOne([{}]));
    const percents = new Set<string>();
    pass(20 * MINUTE_MS, () => percents.add(plane.find("pump", "job-0").statusDetails.percent ?? ""));
    expect(["SUCCEEDED", "FAILED", "REJECTED"]).toContain(plane.find("pump", "job-0").status);
    expect(percents.size).toBeGreaterThan(5);
  });

  it("resumes its work where it was", () => {
    const { plane, pass } = simulate(fleetOfOne([begun]));
    pass(10 * SECOND_MS);
    const { statusDetails, versionNumber } = plane.find("pump", "job-0");
    expect(Number(statusDetails.percent)).toBeGreaterThan(30);
    expect(versionNumber).toBeGreaterThan(4);
  });

  it("stays stuck for days when it was stuck", () => {
    const { plane, pass } = simulate(fleetOfOne([stuck, {}]));
    const before = { ...plane.find("pump", "job-0") };
    pass(2 * HOUR_MS);
    expect(plane.find("pump", "job-0")).toEqual(before);
    expect(plane.find("pump", "job-1").status).toBe("QUEUED");
  });

  it("continues with its queue within seconds of being freed", () => {
    const { plane, pass } = simulate(fleetOfOne([stuck, {}, {}]));
    pass(MINUTE_MS);
    plane.cancel("pump", "job-0");
    pass(15 * SECOND_MS);
    expect(plane.find("pump", "job-1").status).toBe("IN_PROGRESS");
    expect(plane.find("pump", "job-0").status).toBe("CANCELED");
    pass(HOUR_MS);
    expect(plane.find("pump", "job-2").status).not.toBe("QUEUED");
  });

  it("drops canceled work and starts the next", () => {
    const { plane, pass } = simulate(fleetOfOne([begun, {}]));
    pass(3 * SECOND_MS);
    plane.cancel("pump", "job-0");
    pass(20 * SECOND_MS);
    expect(plane.find("pump", "job-0").status).toBe("CANCELED");
    expect(plane.find("pump", "job-1").status).toBe("IN_PROGRESS");
  });

  it("does nothing when it has been disconnected for days", () => {
    const { plane, pass } = simulate(fleetOfOne([{}], { connectivity: { connected: false } }));
    pass(6 * HOUR_MS);
    expect(plane.find("pump", "job-0").versionNumber).toBe(1);
    expect(plane.connectionChanges).toEqual([]);
  });

  it("reconnects when it was disconnected for a moment", () => {
    const connectivity = { connected: false, timestampMs: NOW_MS - 10 * MINUTE_MS };
    const { plane, pass } = simulate(fleetOfOne([{}], { connectivity }));
    pass(4 * HOUR_MS);
    expect(plane.connectionChanges[0]).toEqual({ thingName: "pump", connected: true, reason: undefined });
    expect(plane.connectionChanges).toContainEqual({
      thingName: "pump",
      connected: false,
      reason: expect.any(String) as string,
    });
    expect(plane.find("pump", "job-0").versionNumber).toBeGreaterThan(1);
  });
});

describe("the demo's devices", () => {
  const fleet = demoFleet(1, NOW_MS);
  const count = (plane: InMemoryPlane, status: string) =>
    plane.all().filter((each) => each.status === status).length;

  it("keep a handful at work and most of the queue waiting", () => {
    const { plane, pass } = simulate(fleet);
    const inProgress = count(plane, "IN_PROGRESS");
    const queued = count(plane, "QUEUED");
    pass(HOUR_MS, () => expect(count(plane, "IN_PROGRESS")).toBeLessThan(inProgress + 8));
    expect(count(plane, "QUEUED")).toBeGreaterThan(queued * 0.75);
    expect(count(plane, "QUEUED")).toBeLessThan(queued - 20);
    expect(plane.connectionChanges.length).toBeGreaterThan(10);
  });

  it("still have something to do after three hours", () => {
    const { plane, pass } = simulate(fleet);
    pass(3 * HOUR_MS);
    const moments = new Set<number>();
    pass(20 * MINUTE_MS, () => moments.add(Math.max(...plane.all().map((each) => each.lastUpdatedAtMs))));
    expect(moments.size).toBeGreaterThan(50);
  });

  it("leave the stuck kiosk to the operator, then empty its queue in order", () => {
    const { plane, pass } = simulate(fleet);
    pass(30 * MINUTE_MS);
    expect(plane.find(STUCK_KIOSK, "fw-rollout-2026-11")).toMatchObject({
      status: "IN_PROGRESS",
      versionNumber: 7,
    });
    plane.cancel(STUCK_KIOSK, "fw-rollout-2026-11");
    pass(15 * SECOND_MS);
    expect(plane.find(STUCK_KIOSK, "cert-rotate-q4").status).toBe("IN_PROGRESS");
    expect(plane.find(STUCK_KIOSK, "ui-config-88").status).toBe("QUEUED");
  });

  it("behave the same for the same seed, and differently for another", () => {
    const [one, again, other] = [simulate(fleet, 3), simulate(fleet, 3), simulate(fleet, 4)];
    for (const { pass } of [one, again, other]) pass(10 * MINUTE_MS);
    expect(one.plane.all()).toEqual(again.plane.all());
    expect(one.plane.all()).not.toEqual(other.plane.all());
  });

  it("report only status details that AWS accepts", () => {
    const { plane, pass } = simulate(fleet);
    pass(HOUR_MS);
    for (const { statusDetails } of plane.all()) {
      for (const [key, value] of Object.entries(statusDetails)) {
        expect(key).toMatch(/^[a-zA-Z0-9:_-]{1,128}$/);
        expect(value).toMatch(/^[^\p{C}]{1,1024}$/u);
      }
    }
  });
});

describe("startDevices", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("acts every second until it is stopped", () => {
    const fleet = fleetOfOne([begun]);
    const plane = new InMemoryPlane(fleet, NOW_MS);
    const started = startDevices(plane, { seed: 1, fleet, addJob: () => {} });
    for (let second = 0; second < 10; second += 1) {
      plane.nowMs += SECOND_MS;
      vi.advanceTimersByTime(SECOND_MS);
    }
    const { versionNumber } = plane.find("pump", "job-0");
    expect(versionNumber).toBeGreaterThan(4);
    started.stop();
    plane.nowMs += HOUR_MS;
    vi.advanceTimersByTime(HOUR_MS);
    expect(plane.find("pump", "job-0").versionNumber).toBe(versionNumber);
  });
});
