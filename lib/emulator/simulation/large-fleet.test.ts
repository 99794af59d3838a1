import { expect, it } from "vitest";
import type { SeedExecutionRange, SeedNameRange } from "../seed/seed-format.ts";
import { largeFleet } from "./large-fleet.ts";

const NOW_MS = Date.UTC(2026, 10, 23, 12);

const total = (ranges: { count: number }[]) => ranges.reduce((sum, { count }) => sum + count, 0);

function namesOf({ prefix, from, count, pad = 0 }: SeedNameRange): string[] {
  return Array.from({ length: count }, (_, at) => prefix + String(from + at).padStart(pad, "0"));
}

function rolloutOf(fleet: ReturnType<typeof largeFleet>): SeedExecutionRange[] {
  return fleet.jobs?.find(({ jobId }) => jobId === "fleet-wide-rollout")?.executions as SeedExecutionRange[];
}

it("gives each of 100,000 things exactly one execution of the rollout", () => {
  const fleet = largeFleet(1, NOW_MS);
  const things = new Set(fleet.thingRange?.flatMap(namesOf));
  expect(things.size).toBe(100_000);
  const given = rolloutOf(fleet).flatMap(({ forThings }) => namesOf(forThings));
  expect(given).toHaveLength(100_000);
  expect(new Set(given)).toEqual(things);
});

it("is mostly queued, with thousands of executions in other statuses", () => {
  const byStatus = Map.groupBy(rolloutOf(largeFleet(1, NOW_MS)), ({ status }) => status);
  const counts = Object.fromEntries(
    [...byStatus].map(([status, ranges]) => [status, total(ranges.map((each) => each.forThings))]),
  );
  expect(counts).toEqual({
    QUEUED: 79_840,
    SUCCEEDED: 9_000,
    IN_PROGRESS: 3_000,
    FAILED: 3_000,
    TIMED_OUT: 2_040,
    CANCELED: 1_560,
    REJECTED: 1_000,
    REMOVED: 560,
  });
});

it("keeps its times in order and in the past", () => {
  for (const { queuedAtMs = NaN, startedAtMs, lastUpdatedAtMs = NaN } of rolloutOf(largeFleet(1, NOW_MS))) {
    expect(queuedAtMs).toBeLessThanOrEqual(startedAtMs ?? queuedAtMs);
    expect(startedAtMs ?? queuedAtMs).toBeLessThanOrEqual(lastUpdatedAtMs);
    expect(lastUpdatedAtMs).toBeLessThan(NOW_MS);
  }
});

it("is the same for the same seed, small, and created quickly", () => {
  const start = performance.now();
  const written = JSON.stringify(largeFleet(3, NOW_MS));
  expect(performance.now() - start).toBeLessThan(500);
  expect(written.length).toBeLessThan(500_000);
  expect(JSON.stringify(largeFleet(3, NOW_MS))).toBe(written);
  expect(JSON.stringify(largeFleet(4, NOW_MS))).not.toBe(written);
});
