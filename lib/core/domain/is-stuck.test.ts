import { expect, test } from "vitest";
import { isStuck } from "./is-stuck";

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
  ["silent for longer than the fleet's threshold", running, null, true],
  ["heard of lately", { ...running, lastUpdatedAt: ago(59) }, null, false],
  ["of a type that is stuck sooner", { ...running, lastUpdatedAt: ago(11) }, "kiosk", true],
  ["of a type that takes longer", running, "turbine", false],
  ["of an unknown type: by the longest threshold, not yet", running, undefined, false],
  ["of an unknown type: by the longest threshold", { ...running, lastUpdatedAt: ago(121) }, undefined, true],
  ["of a job with a threshold of its own", { ...running, jobId: "slow" }, "kiosk", false],
  ["of such a job, type unknown", { ...running, jobId: "slow", lastUpdatedAt: ago(301) }, undefined, true],
  ["never updated: since it started", { ...running, lastUpdatedAt: null }, null, true],
  ["with no time at all", { ...running, lastUpdatedAt: null, startedAt: null }, null, false],
  ["queued", { ...running, status: "QUEUED" }, null, false],
  ["ended", { ...running, status: "FAILED" }, null, false],
])("stuck or not: %s", (_, execution, typeName, expected) => {
  expect(isStuck(execution, typeName, thresholds, NOW)).toBe(expected);
});
