import { expect, test } from "vitest";
import type { QueueJob } from "./device-queue";
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
  diagnoseThing(open, { typeName, isPart: false, jobs: IN_ONE_QUEUE }, THRESHOLDS, NOW);

/** Jobs that were read: in the default namespace, and rolled out. */
const read = (...jobs: (Partial<QueueJob> & { jobId: string })[]) =>
  new Map(
    jobs.map((job) => [
      job.jobId,
      {
        status: "IN_PROGRESS",
        namespaceId: null,
        nextWindow: null,
        startTime: null,
        ...job,
      } satisfies QueueJob,
    ]),
  );
const IN_ONE_QUEUE = read({ jobId: "a" }, { jobId: "b" }, { jobId: "c" });
const beside = { held: [], elsewhere: [], unplaced: 0 };

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

test("a thing without open executions is idle", () => {
  expect(diagnose([])).toEqual({ kind: "idle" });
});

test("a thing without open executions so far is not called idle while the list goes on", () => {
  expect(diagnoseThing([], { typeName: null, isPart: true, jobs: read() }, THRESHOLDS, NOW)).toEqual({
    kind: "none-so-far",
  });
});

test("queued executions with nothing running wait since the oldest was queued", () => {
  const queued = [
    execution("b", "QUEUED", { queuedAt: ago(5 * MINUTE) }),
    execution("a", "QUEUED", { queuedAt: ago(80 * MINUTE) }),
    execution("c", "QUEUED", { queuedAt: null }),
  ];
  expect(diagnose(queued)).toEqual({ kind: "waiting", queued: 3, since: ago(80 * MINUTE), beside });
});

test("a wait whose start is unknown says so", () => {
  expect(diagnose([execution("a", "QUEUED", { queuedAt: null })])).toEqual({
    kind: "waiting",
    queued: 1,
    since: null,
    beside,
  });
});

test("a device that reported within the hour works, and the rest is behind it", () => {
  const running = execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(SILENT_AFTER_MS - 1) });
  expect(diagnose([execution("b", "QUEUED"), running, execution("c", "QUEUED")])).toEqual({
    kind: "working",
    execution: running,
    behind: 2,
    beside,
  });
});

test("a device that has not reported for an hour is silent", () => {
  const running = execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(SILENT_AFTER_MS) });
  expect(diagnose([running])).toEqual({
    kind: "silent",
    execution: running,
    since: ago(SILENT_AFTER_MS),
    behind: 0,
    beside,
  });
});

test("the others wait for the one in progress that was silent for longest", () => {
  const fresh = execution("fresh", "IN_PROGRESS", { lastUpdatedAt: ago(MINUTE) });
  const stuck = execution("stuck", "IN_PROGRESS", { lastUpdatedAt: ago(300 * MINUTE) });
  expect(diagnose([fresh, stuck])).toMatchObject({ kind: "silent", execution: stuck });
});

test("without an update, the start counts; without either, the device is taken to work", () => {
  const started = execution("a", "IN_PROGRESS", { startedAt: ago(120 * MINUTE) });
  expect(diagnose([started])).toMatchObject({ kind: "silent", since: ago(120 * MINUTE) });
  expect(diagnose([execution("a", "IN_PROGRESS")])).toMatchObject({ kind: "working" });
});

test("the given list keeps its order", () => {
  const open = [
    execution("b", "IN_PROGRESS", { lastUpdatedAt: ago(1) }),
    execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(2) }),
  ];
  diagnose(open);
  expect(open.map(({ jobId }) => jobId)).toEqual(["b", "a"]);
});

test("the thresholds of the job and of the thing's type precede the fleet's", () => {
  const since = { lastUpdatedAt: ago(90 * MINUTE) };
  expect(diagnose([execution("slow", "IN_PROGRESS", since)]).kind).toBe("working");
  expect(diagnose([execution("a", "IN_PROGRESS", since)]).kind).toBe("silent");
  expect(diagnose([execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(20 * MINUTE) })]).kind).toBe("working");
  expect(diagnose([execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(20 * MINUTE) })], "kiosk").kind).toBe(
    "silent",
  );
});

const NIGHT = { jobId: "night", status: "SCHEDULED", nextWindow: "2026-11-24 02:00" };
const diagnoseWith = (open: readonly ExecutionSummary[], jobs: ReadonlyMap<string, QueueJob>) =>
  diagnoseThing(open, { typeName: null, isPart: false, jobs }, THRESHOLDS, NOW);

test("an execution queued in another namespace is not said to wait for the one in progress", () => {
  const open = [
    execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(MINUTE) }),
    execution("b", "QUEUED"),
    execution("deploy", "QUEUED"),
    execution("deploy-2", "IN_PROGRESS", { lastUpdatedAt: ago(0) }),
  ];
  const gg = { namespaceId: "aws-gg-deployment" };
  const jobs = read({ jobId: "a" }, { jobId: "b" }, { jobId: "deploy", ...gg }, { jobId: "deploy-2", ...gg });
  expect(diagnoseWith(open, jobs)).toMatchObject({
    kind: "working",
    behind: 1,
    beside: { elsewhere: [{ namespaceId: "aws-gg-deployment", open: 2 }], unplaced: 0 },
  });
});

test("an execution whose namespace was not read is said to wait for nothing", () => {
  const open = [execution("a", "IN_PROGRESS", { lastUpdatedAt: ago(MINUTE) }), execution("b", "QUEUED")];
  for (const jobs of [read(), read({ jobId: "a" }), read({ jobId: "b" })])
    expect(diagnoseWith(open, jobs)).toMatchObject({ behind: 0, beside: { elsewhere: [], unplaced: 1 } });
});

test("an execution that waits for a maintenance window does not wait for the device", () => {
  const night = execution("night", "QUEUED", { queuedAt: ago(300 * MINUTE) });
  const day = execution("a", "QUEUED", { queuedAt: ago(5 * MINUTE) });
  const jobs = read(NIGHT, { jobId: "a" });
  expect(diagnoseWith([night], jobs)).toMatchObject({ kind: "held", queued: 1, beside: { held: [NIGHT] } });
  expect(diagnoseWith([night, day], jobs)).toMatchObject({
    kind: "waiting",
    queued: 1,
    since: ago(5 * MINUTE),
    beside: { held: [NIGHT] },
  });
  const running = execution("flash", "IN_PROGRESS", { lastUpdatedAt: ago(MINUTE) });
  const others = read(NIGHT, { jobId: "a" }, { jobId: "flash" });
  expect(diagnoseWith([running, night, day], others)).toMatchObject({
    kind: "working",
    behind: 1,
    beside: { held: [NIGHT], elsewhere: [], unplaced: 0 },
  });
  const elsewhere = read({ ...NIGHT, namespaceId: "gg" }, { jobId: "flash" });
  expect(diagnoseWith([running, night], elsewhere)).toMatchObject({ behind: 0, beside: { elsewhere: [] } });
});
