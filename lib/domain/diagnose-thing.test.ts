import { expect, test } from "vitest";
import { diagnoseThing } from "./diagnose-thing";
import type { ExecutionSummary } from "./execution";
import type { TriageThresholds } from "./triage";

const NOW = new Date("2026-11-23T12:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const MINUTE = 60_000;
const SILENT_AFTER_MS = 60 * MINUTE;
const THRESHOLDS: TriageThresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: { slow: 300 },
  stuckMinutesOfType: { kiosk: 10 },
};

const diagnose = (open: readonly ExecutionSummary[], typeName: string | null = null) =>
  diagnoseThing(open, { typeName, isPart: false }, THRESHOLDS, NOW);

function execution(jobId: string, status: string, more: Partial<ExecutionSummary> = {}): ExecutionSummary {
  return {
    thingName: "kiosk",
    jobId,
    status,
    queuedAt: ago(90 * MINUTE),
    startedAt: null,
    lastUpdatedAt: null,
    executionNumber: 1,
    retryAttempt: 0,
    ...more,
  };
}

test("nothing open is idle", () => {
  expect(diagnose([])).toEqual({ kind: "idle" });
});

test("nothing open so far is not idle while the list goes on", () => {
  expect(diagnoseThing([], { typeName: null, isPart: true }, THRESHOLDS, NOW)).toEqual({
    kind: "none-so-far",
  });
});

test("what is queued with nothing running waits since the oldest was queued", () => {
  const queued = [
    execution("b", "QUEUED", { queuedAt: ago(5 * MINUTE) }),
    execution("a", "QUEUED", { queuedAt: ago(80 * MINUTE) }),
    execution("c", "QUEUED", { queuedAt: null }),
  ];
  expect(diagnose(queued)).toEqual({ kind: "waiting", queued: 3, since: ago(80 * MINUTE) });
});

test("waiting since an unknown time says so", () => {
  expect(diagnose([execution("a", "QUEUED", { queuedAt: null })])).toEqual({
    kind: "waiting",
    queued: 1,
    since: null,
  });
});

test("a device that reported within the hour works, and the rest is behind it", () => {
  const running = execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(SILENT_AFTER_MS - 1) });
  expect(diagnose([execution("b", "QUEUED"), running, execution("c", "QUEUED")])).toEqual({
    kind: "working",
    execution: running,
    behind: 2,
  });
});

test("a device that has not reported for an hour is silent", () => {
  const running = execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(SILENT_AFTER_MS) });
  expect(diagnose([running])).toEqual({
    kind: "silent",
    execution: running,
    since: ago(SILENT_AFTER_MS),
    behind: 0,
  });
});

test("of several in progress, the one silent for longest is what the others wait for", () => {
  const fresh = execution("fresh", "IN_PROGRESS", { lastUpdatedAt: ago(MINUTE) });
  const stuck = execution("stuck", "IN_PROGRESS", { lastUpdatedAt: ago(300 * MINUTE) });
  expect(diagnose([fresh, stuck])).toMatchObject({ kind: "silent", execution: stuck });
});

test("without an update, the start counts; without either, it is taken to work", () => {
  const started = execution("a", "IN_PROGRESS", { startedAt: ago(120 * MINUTE) });
  expect(diagnose([started])).toMatchObject({ kind: "silent", since: ago(120 * MINUTE) });
  expect(diagnose([execution("a", "IN_PROGRESS")])).toMatchObject({ kind: "working" });
});

test("the list that was given keeps its order", () => {
  const open = [
    execution("b", "IN_PROGRESS", { lastUpdatedAt: ago(1) }),
    execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(2) }),
  ];
  diagnose(open);
  expect(open.map(({ jobId }) => jobId)).toEqual(["b", "a"]);
});

test("the thresholds of the job and of the thing's type count before the fleet's", () => {
  const since = { lastUpdatedAt: ago(90 * MINUTE) };
  expect(diagnose([execution("slow", "IN_PROGRESS", since)]).kind).toBe("working");
  expect(diagnose([execution("a", "IN_PROGRESS", since)]).kind).toBe("silent");
  expect(diagnose([execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(20 * MINUTE) })]).kind).toBe("working");
  expect(diagnose([execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(20 * MINUTE) })], "kiosk").kind).toBe(
    "silent",
  );
});
