import { expect, test } from "vitest";
import { isStuck, stuckFrom } from "./is-stuck";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const ago = (minutes: number) => new Date(NOW - minutes * 60_000);
const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1440,
  stuckMinutesOfJob: { slow: 300 },
  stuckMinutesOfType: { kiosk: 10, turbine: 120 },
};
const running = { jobId: "fw", status: "IN_PROGRESS", startedAt: ago(500), lastUpdatedAt: ago(100) };

test.each([
  ["silent for longer than the fleet's threshold", running, null, ago(40)],
  ["silent for exactly that long", { ...running, lastUpdatedAt: ago(60) }, null, ago(0)],
  ["updated a minute later than that", { ...running, lastUpdatedAt: ago(59) }, null, ago(-1)],
  ["of a type with a shorter threshold", { ...running, lastUpdatedAt: ago(11) }, "kiosk", ago(1)],
  ["of a type with a longer threshold", running, "turbine", ago(-20)],
  ["of a type without a threshold", running, "gateway", ago(40)],
  ["of a type named like a member of every object", running, "constructor", ago(40)],
  ["of a type that was not read: by the longest threshold", running, undefined, ago(-20)],
  ["the same, silent for longer", { ...running, lastUpdatedAt: ago(121) }, undefined, ago(1)],
  [
    "of a job with a threshold, which goes before the type's",
    { ...running, jobId: "slow" },
    "kiosk",
    ago(-200),
  ],
  ["of such a job, type not read", { ...running, jobId: "slow", lastUpdatedAt: ago(301) }, undefined, ago(1)],
  ["never updated: since its start", { ...running, lastUpdatedAt: null }, null, ago(440)],
  ["with no time at all", { ...running, lastUpdatedAt: null, startedAt: null }, null, null],
  ["queued", { ...running, status: "QUEUED" }, null, null],
  ["ended", { ...running, status: "FAILED" }, null, null],
])("when an execution is stuck: %s", (_, execution, typeName, from) => {
  expect(stuckFrom(execution, typeName, thresholds)).toEqual(from);
  expect(isStuck(execution, typeName, thresholds, NOW)).toBe(from !== null && from.getTime() <= NOW);
});
