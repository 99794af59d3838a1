import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { SeededJob } from "@/lib/testing/emulator-seed";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import type { CancelJobCommand } from "@/lib/core/contracts/cancel-job";
import { auditPageSchema } from "@/lib/core/contracts/audit";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { cancelJob } from "./cancel-job";

let fleet: EmulatedFleet;
let iot: IotGateway;
let store: TestDatabase;
let audit: AuditLog;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  iot = createIotGateway(fleet.config);
  store = await createTestDatabase("postgres");
  const database = await store.open();
  audit = createAuditLog(() => Promise.resolve(database));
});
afterAll(() => Promise.all([fleet.stop(), store.remove()]));
afterEach(() => void vi.restoreAllMocks());

const SUPERVISOR: Actor = { id: "ada", name: "Ada", role: "supervisor" };
const C = "CancelJob";
const D = "DescribeJob";

/** A job with one execution queued and one in progress. */
async function seed(status: NonNullable<SeededJob["status"]> = "IN_PROGRESS") {
  const jobId = fleet.name("fw");
  const [queued, busy] = [fleet.name("kiosk"), fleet.name("kiosk")];
  const isOpen = status === "IN_PROGRESS";
  await fleet.emulator.seed({
    things: [{ name: queued }, { name: busy }],
    jobs: [
      {
        jobId,
        status,
        targets: { things: [queued, busy] },
        executions: [
          { thingName: queued, status: isOpen ? "QUEUED" : "CANCELED" },
          { thingName: busy, status: isOpen ? "IN_PROGRESS" : "SUCCEEDED" },
        ],
      },
    ],
  });
  return { jobId, queued, busy };
}

/** The command of a person who reads the job now. */
async function commandOf(jobId: string): Promise<CancelJobCommand> {
  const read = await iot.describeJob(jobId, { maxAgeMs: 0 });
  const seenCreatedAt = read.ok ? read.value.createdAt : null;
  return { fleetId: "demo", jobId, seenCreatedAt, force: false, reasonCode: "", comment: "" };
}

async function cancel(
  jobId: string,
  more: Partial<CancelJobCommand> = {},
  by = SUPERVISOR,
  gateway: Pick<IotGateway, "describeJob" | "cancelJob" | "acquireCall"> = iot,
) {
  let outcome!: Awaited<ReturnType<typeof cancelJob>>;
  const command = { ...(await commandOf(jobId)), ...more };
  const calls = await fleet.callsOf(async () => {
    outcome = await cancelJob({ iot: gateway, audit }, by, command);
  });
  return { outcome, apis: calls.map(({ api }) => api) };
}

const entriesOf = async (jobId: string) =>
  (await audit.find({ ...NO_AUDIT_FILTER, job: jobId }, null, 10)).rows;

async function untilStatus(thingName: string, jobId: string, status: string) {
  const isThere = async () =>
    expect(await iot.describeExecution({ thingName, jobId }, { maxAgeMs: 0 })).toMatchObject({
      value: { status },
    });
  await vi.waitFor(isThere, { timeout: 10_000 });
}

test("a job is canceled with its reason, queued executions follow, and those in progress are left to the device", async () => {
  const { jobId, queued, busy } = await seed();
  const { outcome, apis } = await cancel(jobId, { reasonCode: "WRONG_IMAGE", comment: "2.4 bricks kiosks" });
  expect(outcome).toMatchObject({
    ok: true,
    value: {
      confirmed: true,
      current: { jobId, status: "CANCELED", reasonCode: "WRONG_IMAGE", comment: "2.4 bricks kiosks" },
    },
  });
  expect(apis).toEqual([D, C, D]);
  await untilStatus(queued, jobId, "CANCELED");
  await untilStatus(busy, jobId, "IN_PROGRESS");
});

test("with force, executions in progress are canceled too", async () => {
  const { jobId, busy } = await seed();
  expect(await cancel(jobId, { force: true })).toMatchObject({
    outcome: { ok: true, value: { current: { forceCanceled: true } } },
  });
  await untilStatus(busy, jobId, "CANCELED");
});

test.each(["COMPLETED", "CANCELED"] as const)(
  "a job that is %s is reported as not open, and nothing is sent",
  async (status) => {
    const { jobId } = await seed(status);
    const { outcome, apis } = await cancel(jobId);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "job-not-open", status } });
    expect(apis).toEqual([D]);
  },
);

test.each([
  ["ours or a colleague’s, if nothing distinguishes them", "", { ok: true, value: { by: "us-or-others" } }],
  [
    "over, if it does not have our comment",
    "2.4 bricks kiosks",
    { ok: false, failure: { kind: "job-not-open", status: "CANCELED" } },
  ],
])(
  "a job that a colleague cancels between our read and our call is reported as %s",
  async (_, comment, expected) => {
    const { jobId } = await seed();
    const meanwhile: typeof iot = {
      ...iot,
      cancelJob: async (...given) => {
        await iot.cancelJob(jobId, { force: false, reasonCode: null, comment: null });
        return iot.cancelJob(...given);
      },
    };
    const { outcome } = await cancel(jobId, { comment }, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject(expected);
  },
);

test("a job that was deleted and created again under its id is not canceled", async () => {
  const { jobId, queued } = await seed();
  const command = await commandOf(jobId);
  await fleet.emulator.recreateJob(jobId, [queued]);
  const { outcome, apis } = await cancel(jobId, command);
  expect(outcome).toMatchObject({
    ok: false,
    failure: { kind: "job-replaced", seenCreatedAt: command.seenCreatedAt, current: { jobId } },
  });
  expect(apis).toEqual([D]);
  expect(await iot.describeJob(jobId, { maxAgeMs: 0 })).toMatchObject({ value: { status: "IN_PROGRESS" } });
});

test("a role that is withdrawn while the call waits prevents the call", async () => {
  const { jobId } = await seed();
  const command = await commandOf(jobId);
  const currentActor = () => Promise.resolve({ ...SUPERVISOR, role: "viewer" } as const);
  const outcome = await cancelJob({ iot, audit, currentActor }, SUPERVISOR, command);
  expect(outcome).toMatchObject({ failure: { kind: "forbidden", because: "role" } });
  expect(await iot.describeJob(jobId, { maxAgeMs: 0 })).toMatchObject({ value: { status: "IN_PROGRESS" } });
  expect(await entriesOf(jobId)).toMatchObject([{ outcome: { kind: "forbidden" } }]);
});

test("a job whose read took too long is not canceled because of it: that is on record, and it is tried again", async () => {
  const { jobId } = await seed();
  const command = await commandOf(jobId);
  const real = performance.now.bind(performance);
  let lateMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => real() + lateMs);
  let reads = 0;
  const slow: IotGateway = {
    ...iot,
    async describeJob(...read) {
      const answer = await iot.describeJob(...read);
      if (++reads <= 2) lateMs += 3_000; // both reads of the first try
      return answer;
    },
  };
  let outcome: unknown;
  const calls = await fleet.callsOf(async () => {
    outcome = await cancelJob({ iot: slow, audit }, SUPERVISOR, command);
  });
  expect(outcome).toMatchObject({ ok: true, value: { confirmed: true } });
  expect(calls.filter(({ api }) => api === C)).toHaveLength(1);
  const entries = await entriesOf(jobId);
  expect(entries.map(({ outcome: end }) => end?.kind)).toEqual(["canceled", "too-late"]);
});

test.each([
  ["an answer that is lost", { kind: "lose-answer" }],
  ["an error after acting", { kind: "error", status: 500, afterActing: true }],
] as const)("%s is a success if a read shows it, and nothing is sent twice", async (_, fault) => {
  const { jobId } = await seed();
  await fleet.emulator.fault({ api: C, ...fault, match: { jobId } });
  const { outcome, apis } = await cancel(jobId);
  expect(outcome).toMatchObject({ ok: true, value: { confirmed: true } });
  expect(apis).toEqual([D, C, D]);
});

test("an error before AWS acted is reported as not canceled", async () => {
  const { jobId } = await seed();
  await fleet.emulator.fault({ api: C, kind: "error", status: 503, match: { jobId } });
  const { outcome, apis } = await cancel(jobId);
  expect(outcome).toMatchObject({ failure: { kind: "not-canceled", current: { status: "IN_PROGRESS" } } });
  expect(apis.filter((api) => api === C)).toHaveLength(1);
});

test.each([
  ["throttled", { kind: "throttle" }, { kind: "throttled", api: C }],
  ["denied", { kind: "deny" }, { kind: "denied", action: "iot:CancelJob" }],
  [
    "refused for too many jobs at once",
    { kind: "error", status: 410, errorName: "LimitExceededException" },
    { kind: "limit-exceeded" },
  ],
] as const)("a call that is %s is reported after one read", async (_, fault, failure) => {
  const { jobId } = await seed();
  await fleet.emulator.fault({ api: C, ...fault, match: { jobId } });
  const { outcome, apis } = await cancel(jobId);
  expect(outcome).toMatchObject({ ok: false, failure });
  expect(apis).toEqual([D, C, D]);
});

test("a job that does not exist is named", async () => {
  expect(await cancel("none")).toMatchObject({
    outcome: { failure: { kind: "not-found", what: "The job none" } },
    apis: [D],
  });
});

test.each<[string, Actor, boolean, object]>([
  ["an operator", { ...SUPERVISOR, role: "operator" }, false, { permission: "cancel-job", because: "role" }],
  [
    "a person who is limited to some things",
    { ...SUPERVISOR, thingPattern: "kiosk-*" },
    false,
    { permission: "cancel-job", because: "thing" },
  ],
  [
    "anyone, where canceling jobs is switched off,",
    { ...SUPERVISOR, switchedOff: ["cancel-job"] },
    false,
    { permission: "cancel-job", because: "switched-off" },
  ],
  [
    "anyone, where force is switched off,",
    { ...SUPERVISOR, switchedOff: ["force-cancel-execution"] },
    true,
    { permission: "force-cancel-execution", because: "switched-off" },
  ],
])(
  "%s may not cancel a job: AWS is not called, and the refusal is on record",
  async (_, by, force, forbidden) => {
    const { jobId } = await seed();
    const { outcome, apis } = await cancel(jobId, { force }, by);
    expect(outcome).toMatchObject({ failure: { kind: "forbidden", ...forbidden } });
    expect(apis).toEqual([]);
    expect(await entriesOf(jobId)).toMatchObject([{ action: "cancel-job", outcome: { kind: "forbidden" } }]);
  },
);

test("the audit log has the person, reason, state before and after, and AWS's request id", async () => {
  const { jobId } = await seed();
  await cancel(jobId, { reasonCode: "WRONG_IMAGE" });
  expect(await entriesOf(jobId)).toMatchObject([
    {
      action: "cancel-job",
      actor: { id: "ada", role: "supervisor" },
      thingName: null,
      asked: { force: false, reasonCode: "WRONG_IMAGE", comment: null },
      before: { status: "IN_PROGRESS", counts: { QUEUED: 1, IN_PROGRESS: 1 } },
      outcome: { kind: "canceled", requestId: expect.stringMatching(/./) as string },
      after: { status: "CANCELED" },
    },
  ]);
});

test("an answer that comes after another instance has completed the entry is an entry of its own", async () => {
  const { jobId } = await seed();
  const meanwhile: typeof iot = {
    ...iot,
    cancelJob: async (...given) => {
      const answer = await iot.cancelJob(...given);
      const [open] = await entriesOf(jobId);
      const end = { errorName: null, requestId: null, completedBy: "later-read", after: null } as const;
      await audit.complete({ entry: open!.entry, intent: open! }, { ...end, kind: "not-canceled" });
      return answer;
    },
  };
  const { outcome } = await cancel(jobId, {}, SUPERVISOR, meanwhile);
  expect(outcome).toMatchObject({ ok: true, value: { confirmed: true } });
  const entries = await entriesOf(jobId);
  expect(entries).toMatchObject([
    { outcome: { kind: "canceled", completedBy: "late-answer" }, after: { entry: entries[1]!.entry } },
    { outcome: { kind: "not-canceled", completedBy: "later-read" } },
  ]);
  const page = { rows: entries, cursor: null, readAt: new Date() };
  const shown = auditPageSchema.parse(JSON.parse(JSON.stringify(page)));
  expect(shown.rows.map(({ outcome: end }) => end?.completedBy)).toEqual(["late-answer", "later-read"]);
});

test("a cancellation that cannot be recorded is not sent", async () => {
  const { jobId } = await seed();
  const gone = createAuditLog(() => Promise.reject(new Error("the disk is full")));
  expect(await cancelJob({ iot, audit: gone }, SUPERVISOR, await commandOf(jobId))).toEqual({
    ok: false,
    failure: { kind: "not-recorded" },
  });
  expect(await iot.describeJob(jobId, { maxAgeMs: 0 })).toMatchObject({ value: { status: "IN_PROGRESS" } });
});
