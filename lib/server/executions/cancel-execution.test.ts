import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { SeededExecution } from "@/lib/testing/emulator-seed";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import type { Role } from "@/lib/core/permissions/permissions";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { CancelExecutionInput } from "@/lib/core/contracts/cancel-execution";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { EXECUTION_STATUSES } from "@/lib/core/domain/execution-status";
import { type ObservedExecution, toObserved } from "@/lib/core/domain/observed-execution";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import type { CancelServices } from "./attempt-cancellation";
import { cancelExecution } from "./cancel-execution";

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

/** What the log says of an execution, newest first. */
const entriesOf = async ({ thingName, jobId }: ExecutionRef) =>
  (await audit.find({ ...NO_AUDIT_FILTER, thing: thingName, job: jobId }, null, 10)).rows;

afterEach(() => void vi.restoreAllMocks());

const actor = (role: Role): Actor => ({ id: "ada", name: "Ada", role });
const SUPERVISOR = actor("supervisor");

async function seed(execution: SeededExecution): Promise<ExecutionRef> {
  const ref = { thingName: fleet.name("site:7:kiosk"), jobId: fleet.name("fw") };
  await fleet.emulator.seed({
    things: [{ name: ref.thingName }],
    jobs: [
      {
        jobId: ref.jobId,
        targets: { things: [ref.thingName] },
        executions: [{ thingName: ref.thingName, ...execution }],
      },
    ],
  });
  return ref;
}

/** What somebody saw who looked just now. */
async function observe(ref: ExecutionRef): Promise<ObservedExecution> {
  const read = await iot.describeExecution(ref, { maxAgeMs: 0 });
  return read.ok ? toObserved(read.value) : NOTHING_SEEN;
}

const NOTHING_SEEN: ObservedExecution = {
  status: "QUEUED",
  executionNumber: null,
  queuedAt: null,
  startedAt: null,
  versionNumber: null,
  origin: null,
};

async function commandOf(
  ref: ExecutionRef,
  more: Partial<CancelExecutionInput> = {},
): Promise<CancelExecutionInput> {
  return {
    fleetId: "demo",
    ...ref,
    observed: more.observed ?? (await observe(ref)),
    force: false,
    expectedVersion: null,
    statusDetails: [],
    keepDeviceDetails: false,
    reason: "",
    ...more,
  };
}

/** Cancels, and tells the outcome and which calls of AWS it took. */
async function cancel(
  ref: ExecutionRef,
  more: Partial<CancelExecutionInput> = {},
  by = SUPERVISOR,
  gateway: CancelServices["iot"] = iot,
) {
  const command = await commandOf(ref, more);
  let outcome!: Awaited<ReturnType<typeof cancelExecution>>;
  const calls = await fleet.callsOf(async () => {
    outcome = await cancelExecution({ iot: gateway, audit }, by, command);
  });
  return { outcome, calls, apis: calls.map(({ api }) => api) };
}

/** The real gateway, with `deed` done between our reading and our canceling: what a device or a colleague may do. */
const withMeanwhile = (action: () => Promise<unknown>): CancelServices["iot"] => ({
  acquireCall: (...given) => iot.acquireCall(...given),
  describeExecution: (...given) => iot.describeExecution(...given),
  cancelExecution: async (...given) => {
    await action();
    return iot.cancelExecution(...given);
  },
});

const statusOf = async (ref: ExecutionRef) => {
  const read = await iot.describeExecution(ref, { maxAgeMs: 0 });
  return read.ok ? read.value.status : read.failure.kind;
};

const D = "DescribeJobExecution";
const C = "CancelJobExecution";
const sentIn = (calls: AwsCall[]) => calls.filter(({ api }) => api === C);

test("what came of each is told, done or refused", async () => {
  const ref = await seed({ status: "QUEUED" });
  const reported: string[] = [];
  let waited = 0;
  const services = {
    iot,
    audit,
    publishCancellation: async (outcome: Awaited<ReturnType<typeof cancelExecution>>) => {
      reported.push(outcome.ok ? "canceled" : outcome.failure.kind);
      await new Promise((resolve) => setTimeout(resolve, 20));
      waited++;
    },
  };
  await cancelExecution(services, actor("viewer"), await commandOf(ref));
  expect(waited).toBe(1); // so that the lists that are read then know of it
  await cancelExecution(services, SUPERVISOR, await commandOf(ref));
  await cancelExecution(services, SUPERVISOR, await commandOf(ref));
  expect(reported).toEqual(["forbidden", "canceled", "already-canceled"]);
});

describe("a queued execution", () => {
  test("is canceled by one call, and CANCELED is read before it is said", async () => {
    const ref = await seed({ status: "QUEUED" });
    const { outcome, apis, calls } = await cancel(ref, { expectedVersion: 1 });
    expect(outcome).toMatchObject({
      ok: true,
      value: { confirmed: true, current: { ...ref, status: "CANCELED", forceCanceled: false } },
    });
    expect(apis).toEqual([D, C, D]);
    expect(sentIn(calls)).toMatchObject([{ force: "false", expectedVersion: 1 }]);
  });

  test("is canceled without force even where force was asked for, so an operator may", async () => {
    const ref = await seed({ status: "QUEUED" });
    const { outcome, calls } = await cancel(ref, { force: true }, actor("operator"));
    expect(outcome).toMatchObject({ ok: true, value: { current: { forceCanceled: false } } });
    expect(sentIn(calls)).toMatchObject([{ force: "false" }]);
  });
});

describe("an execution in progress", () => {
  test("needs force, which costs one read and no cancellation", async () => {
    const ref = await seed({ status: "IN_PROGRESS" });
    const { outcome, apis } = await cancel(ref);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: "needs-force", current: { status: "IN_PROGRESS" } },
    });
    expect(apis).toEqual([D]);
    expect(await statusOf(ref)).toBe("IN_PROGRESS");
  });

  test("is canceled with force", async () => {
    const ref = await seed({ status: "IN_PROGRESS", versionNumber: 5 });
    const { outcome, calls } = await cancel(ref, { force: true, expectedVersion: 5 });
    expect(outcome).toMatchObject({
      ok: true,
      value: { confirmed: true, current: { status: "CANCELED", forceCanceled: true } },
    });
    expect(sentIn(calls)).toMatchObject([{ force: "true", expectedVersion: 5 }]);
  });
});

describe("version conflicts", () => {
  test("a device that moved on before is told with what is there now, and nothing is sent", async () => {
    const ref = await seed({ status: "QUEUED" });
    await fleet.emulator.deviceAct({ ...ref, act: "start", statusDetails: { step: "1" } });
    const { outcome, apis } = await cancel(ref, { expectedVersion: 1 });
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        kind: "version-conflict",
        expectedVersion: 1,
        versionNumber: 2,
        current: { status: "IN_PROGRESS", statusDetails: { step: "1" } },
      },
    });
    expect(apis).toEqual([D]);
  });

  test("a device that moves on between our read and our call is told the same way, by AWS", async () => {
    const ref = await seed({ status: "QUEUED" });
    const meanwhile = withMeanwhile(() => fleet.emulator.deviceAct({ ...ref, act: "start" }));
    const { outcome, apis } = await cancel(ref, { expectedVersion: 1 }, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        kind: "version-conflict",
        expectedVersion: 1,
        versionNumber: 2,
        current: { status: "IN_PROGRESS" },
      },
    });
    expect(apis).toEqual([D, C, D]);
    expect(await statusOf(ref)).toBe("IN_PROGRESS");
  });

  test("merged details are those of the version that is canceled, also where a device reports in between", async () => {
    const ref = await seed({ status: "IN_PROGRESS", versionNumber: 4, statusDetails: { step: "1" } });
    let reports = 0;
    const meanwhile = withMeanwhile(async () => {
      if (reports++ === 0)
        await fleet.emulator.deviceAct({ ...ref, act: "progress", statusDetails: { step: "2" } });
    });
    const more = { force: true, keepDeviceDetails: true, statusDetails: [{ key: "by", value: "ada" }] };
    const { outcome, apis } = await cancel(ref, more, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({
      ok: true,
      value: { current: { status: "CANCELED", statusDetails: { step: "2", by: "ada" } } },
    });
    expect(apis).toEqual([D, C, D, D, C, D]);
  });

  test("that nobody asked for are repeated three times, each on record, and told then", async () => {
    const ref = await seed({ status: "IN_PROGRESS", versionNumber: 4 });
    const meanwhile = withMeanwhile(() => fleet.emulator.deviceAct({ ...ref, act: "progress" }));
    const { outcome, calls } = await cancel(ref, { force: true }, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: "version-conflict", expectedVersion: null, versionNumber: 8 },
    });
    expect(sentIn(calls).map(({ expectedVersion }) => expectedVersion)).toEqual([4, 5, 6, 7]);
    const entries = await entriesOf(ref);
    expect(entries.map(({ outcome: end }) => end?.kind)).toEqual(Array(4).fill("version-conflict"));
    expect(await statusOf(ref)).toBe("IN_PROGRESS");
  });

  test("and may come again and again", async () => {
    const ref = await seed({ status: "IN_PROGRESS", versionNumber: 1 });
    const report = () => fleet.emulator.deviceAct({ ...ref, act: "progress" });
    for (const [expectedVersion, versionNumber] of [
      [1, 2],
      [2, 3],
    ] as const) {
      const { outcome, apis } = await cancel(
        ref,
        { force: true, expectedVersion },
        SUPERVISOR,
        withMeanwhile(report),
      );
      expect(outcome).toMatchObject({
        failure: { kind: "version-conflict", expectedVersion, versionNumber },
      });
      expect(apis).toEqual([D, C, D]);
    }
    const { outcome } = await cancel(ref, { force: true, expectedVersion: 3 });
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: true } });
  });

  test("without a version, a device that starts in between makes it a matter of force", async () => {
    const ref = await seed({ status: "QUEUED" });
    const meanwhile = withMeanwhile(() => fleet.emulator.deviceAct({ ...ref, act: "start" }));
    const { outcome, apis } = await cancel(ref, {}, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: "needs-force", current: { status: "IN_PROGRESS", versionNumber: 2 } },
    });
    expect(apis).toEqual([D, C, D]);
  });
});

describe("an execution that was made anew", () => {
  /** A thing of a continuous job's group has left it and come back: the job was queued on it again, at version 1. */
  async function requeued(): Promise<ExecutionRef> {
    const ref = { thingName: fleet.name("kiosk"), jobId: fleet.name("roll") };
    const group = fleet.name("floor");
    await fleet.emulator.seed({
      groups: [{ name: group }],
      things: [{ name: ref.thingName, groups: [group] }],
      jobs: [
        {
          jobId: ref.jobId,
          targets: { groups: [group] },
          targetSelection: "CONTINUOUS",
          executions: "queued",
        },
      ],
    });
    await fleet.emulator.leaveAndJoin(ref.thingName, group);
    return ref;
  }

  test("is not taken for the one that was seen, though its version is the same", async () => {
    const ref = await requeued();
    const observed = { ...(await observe(ref)), executionNumber: 1 };
    const { outcome, apis } = await cancel(ref, { expectedVersion: 1, observed });
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        kind: "replaced",
        seen: { executionNumber: 1 },
        differs: ["executionNumber"],
        current: { status: "QUEUED", versionNumber: 1, executionNumber: 2 },
      },
    });
    expect(apis).toEqual([D]);
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("is canceled when it was the one that was seen, or when no number was told", async () => {
    for (const executionNumber of [2, null]) {
      const ref = await requeued();
      const observed = { ...(await observe(ref)), executionNumber };
      const { outcome } = await cancel(ref, { expectedVersion: 1, observed });
      expect(outcome).toMatchObject({
        ok: true,
        value: { confirmed: true, current: { executionNumber: 2 } },
      });
    }
  });
});

describe("an execution that was replaced since it was seen", () => {
  /** The job is deleted and created again under its id: the new execution has the same number and version. */
  const recreate = ({ thingName, jobId }: ExecutionRef) => fleet.emulator.recreateJob(jobId, [thingName]);
  const start = (ref: ExecutionRef) => fleet.emulator.deviceAct({ ...ref, act: "start" });

  test.each([
    ["queued", "QUEUED", false, 1],
    ["queued, without holding it to a version", "QUEUED", false, null],
    ["in progress, by force", "IN_PROGRESS", true, 2],
    ["in progress, by force, without holding it to a version", "IN_PROGRESS", true, null],
  ] as const)(
    "by a job of the same id is left alone, though number and version are the same: %s",
    async (_, status, force, expectedVersion) => {
      const ref = { thingName: fleet.name("kiosk"), jobId: fleet.name("fw") };
      await fleet.emulator.seed({ things: [{ name: ref.thingName }] });
      await fleet.emulator.createJob(ref.jobId, [ref.thingName]);
      if (status === "IN_PROGRESS") await start(ref);
      const observed = await observe(ref);
      await recreate(ref);
      if (status === "IN_PROGRESS") await start(ref);
      expect(await observe(ref)).toMatchObject({
        status,
        executionNumber: observed.executionNumber,
        versionNumber: observed.versionNumber,
      });

      const { outcome, apis } = await cancel(ref, { observed, force, expectedVersion });
      expect(outcome).toMatchObject({ ok: false, failure: { kind: "replaced", current: { status } } });
      expect(apis).toEqual([D]);
      expect(await statusOf(ref)).toBe(status);
      expect(await entriesOf(ref)).toEqual([]);
    },
  );

  test("by a retry attempt is left alone, whether it is queued again or has started again", async () => {
    const ref = { thingName: fleet.name("kiosk"), jobId: fleet.name("fw") };
    await fleet.emulator.seed({ things: [{ name: ref.thingName }] });
    await fleet.emulator.createJob(ref.jobId, [ref.thingName], { retriesAfterFailure: 2 });
    await start(ref);
    const observed = await observe(ref);
    await fleet.emulator.deviceAct({ ...ref, act: "fail" });
    for (const status of ["QUEUED", "IN_PROGRESS"]) {
      const { outcome, apis } = await cancel(ref, { observed, force: true });
      expect(outcome).toMatchObject({
        ok: false,
        failure: {
          kind: "replaced",
          differs: expect.arrayContaining(["startedAt"]) as string[],
          current: { status, executionNumber: 1 },
        },
      });
      expect(apis).toEqual([D]);
      if (status === "QUEUED") await start(ref);
    }
    expect(await statusOf(ref)).toBe("IN_PROGRESS");
  });

  test("between our read and our call is refused by AWS where the version differs", async () => {
    const ref = { thingName: fleet.name("kiosk"), jobId: fleet.name("fw") };
    await fleet.emulator.seed({ things: [{ name: ref.thingName }] });
    await fleet.emulator.createJob(ref.jobId, [ref.thingName]);
    await start(ref);
    const meanwhile = withMeanwhile(() => recreate(ref));
    const { outcome } = await cancel(ref, { force: true }, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "replaced" } });
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("while the answer to our read was on its way for long is left alone: the read is made again", async () => {
    const ref = { thingName: fleet.name("kiosk"), jobId: fleet.name("fw") };
    await fleet.emulator.seed({ things: [{ name: ref.thingName }] });
    await fleet.emulator.createJob(ref.jobId, [ref.thingName]);
    const observed = await observe(ref);
    await fleet.emulator.fault({ api: D, kind: "slow-drip", delayMs: 4_000, match: ref });
    const canceling = cancel(ref, { observed });
    await vi.waitFor(async () => {
      const { calls } = (await fleet.emulator.log()) as { calls: AwsCall[] };
      expect(calls.filter(({ api, jobId }) => api === D && jobId === ref.jobId).length).toBeGreaterThan(1);
    });
    await recreate(ref);
    expect((await canceling).outcome).toMatchObject({ failure: { kind: "replaced" } });
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("in another account is left alone", async () => {
    const ref = await seed({ status: "QUEUED" });
    const observed = { ...(await observe(ref)), origin: { region: "eu-west-1", account: "999999999999" } };
    const { outcome, apis } = await cancel(ref, { observed });
    expect(outcome).toMatchObject({ failure: { kind: "replaced", differs: ["origin"] } });
    expect(apis).toEqual([D]);
  });

  test("nothing is canceled in an account that the fleet's configuration does not name", async () => {
    const ref = await seed({ status: "QUEUED" });
    const command = await commandOf(ref);
    const elsewhere = { iot, audit, fleet: { account: "999999999999" } };
    expect(await cancelExecution(elsewhere, SUPERVISOR, command)).toMatchObject({
      failure: { kind: "other-account", expected: "999999999999" },
    });
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("times are compared at the coarser precision, so that rounding is no replacement", async () => {
    const ref = await seed({ status: "QUEUED" });
    const observed = await observe(ref);
    const queuedAt = new Date(Math.floor(observed.queuedAt!.getTime() / 1_000) * 1_000);
    expect(await cancel(ref, { observed: { ...observed, queuedAt } })).toMatchObject({
      outcome: { ok: true },
    });
  });

  test("where AWS does not say when it was queued, the version that was seen stands in for that", async () => {
    const ref = await seed({ status: "IN_PROGRESS", versionNumber: 4 });
    const observed = { ...(await observe(ref)), queuedAt: null };
    await fleet.emulator.deviceAct({ ...ref, act: "progress" });
    const { outcome, apis } = await cancel(ref, { observed, force: true });
    expect(outcome).toMatchObject({ failure: { kind: "version-conflict", expectedVersion: 4 } });
    expect(apis).toEqual([D]);
  });
});

describe("what changes while a call waits for its turn", () => {
  test.each([
    ["a role that is withdrawn", { ...SUPERVISOR, role: "viewer" } as const],
    ["a person who is removed", null],
  ])("%s is heeded directly before AWS is called", async (_, now) => {
    const ref = await seed({ status: "QUEUED" });
    const command = await commandOf(ref);
    let asked = 0;
    // Still allowed when the entry is opened, and not any more a moment later.
    const currentActor = () => Promise.resolve(asked++ === 0 ? SUPERVISOR : now);
    const outcome = await cancelExecution({ iot, audit, currentActor }, SUPERVISOR, command);
    expect(outcome).toMatchObject({ failure: { kind: "forbidden", because: "role" } });
    expect(await statusOf(ref)).toBe("QUEUED");
    expect(await entriesOf(ref)).toMatchObject([{ outcome: { kind: "forbidden" } }]);
  });

  test("the execution is read again after a long wait, and what it is then decides", async () => {
    const ref = await seed({ status: "QUEUED" });
    const clock = vi.spyOn(performance, "now");
    const waiting: CancelServices["iot"] = {
      ...iot,
      acquireCall: async (api) => {
        const slot = await iot.acquireCall(api);
        await fleet.emulator.deviceAct({ ...ref, act: "start" });
        clock.mockReturnValue(performance.timeOrigin + 1e9); // as if it had taken for ever
        return slot;
      },
    };
    const { outcome } = await cancel(ref, {}, SUPERVISOR, waiting);
    expect(outcome).toMatchObject({ failure: { kind: "needs-force" } });
    expect(await entriesOf(ref)).toEqual([]);
  });

  test.each([
    ["a process that was frozen", performance],
    ["a machine that slept", Date], // only the wall clock tells that
  ])("%s after its last check sends nothing, says so, and tries again", async (_, clock) => {
    const ref = await seed({ status: "QUEUED" });
    const real = clock.now.bind(clock);
    let frozenMs = 0;
    vi.spyOn(clock, "now").mockImplementation(() => real() + frozenMs);
    let freezes = 0;
    const currentActor = () => {
      // The check that comes after the entry was opened: the process stands still right behind it.
      if (++freezes === 2) frozenMs += 30_000;
      return Promise.resolve(SUPERVISOR);
    };
    const command = await commandOf(ref);
    let outcome: unknown;
    const calls = await fleet.callsOf(async () => {
      outcome = await cancelExecution({ iot, audit, currentActor }, SUPERVISOR, command);
    });
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: true } });
    expect(sentIn(calls)).toHaveLength(1);
    const entries = await entriesOf(ref);
    expect(entries.map(({ outcome: end }) => end?.kind)).toEqual(["canceled", "too-late"]);
  });
});

describe("an execution whose version AWS does not tell", () => {
  const omitted = (ref: ExecutionRef) =>
    fleet.emulator.fault({
      api: D,
      kind: "omit",
      member: "versionNumber",
      count: 100,
      match: { thingName: ref.thingName },
    });

  test("has none, and is canceled without a guard that nobody asked for", async () => {
    const ref = await seed({ status: "QUEUED", versionNumber: 4 });
    await omitted(ref);
    expect(await iot.describeExecution(ref, { maxAgeMs: 0 })).toMatchObject({
      value: { versionNumber: null },
    });
    const { outcome, calls } = await cancel(ref);
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: true, current: { versionNumber: null } } });
    expect(sentIn(calls)[0]).not.toHaveProperty("expectedVersion");
    expect(await entriesOf(ref)).toMatchObject([{ before: { versionNumber: null } }]);
  });

  test("leaves a guard that somebody set to AWS, which knows", async () => {
    const ref = await seed({ status: "QUEUED", versionNumber: 4 });
    await omitted(ref);
    const { outcome } = await cancel(ref, { expectedVersion: 3 });
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: "version-conflict", expectedVersion: 3, versionNumber: null },
    });
    expect(await statusOf(ref)).toBe("QUEUED");
  });
});

describe("what is over", () => {
  test.each(EXECUTION_STATUSES.filter((status) => !["QUEUED", "IN_PROGRESS", "CANCELED"].includes(status)))(
    "%s is told as the end it is, whatever version was seen",
    async (status) => {
      const ref = await seed({ status, versionNumber: 9 });
      const { outcome, apis } = await cancel(ref, { force: true, expectedVersion: 2 });
      expect(outcome).toMatchObject({
        ok: false,
        failure: { kind: "already-finished", status, current: { status, versionNumber: 9 } },
      });
      expect(apis).toEqual([D]);
    },
  );

  test("CANCELED is told apart", async () => {
    const ref = await seed({ status: "CANCELED" });
    const { outcome, apis } = await cancel(ref, { force: true });
    expect(outcome).toMatchObject({ failure: { kind: "already-canceled", current: { status: "CANCELED" } } });
    expect(apis).toEqual([D]);
  });

  test.each([
    ["version", 1],
    ["no version", null],
  ])("a device that ends between our read and our call is told, with %s sent", async (_, expectedVersion) => {
    const ref = await seed({ status: "IN_PROGRESS", versionNumber: 1 });
    const meanwhile = withMeanwhile(() => fleet.emulator.deviceAct({ ...ref, act: "succeed" }));
    const { outcome, apis } = await cancel(ref, { force: true, expectedVersion }, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "already-finished", status: "SUCCEEDED" } });
    expect(apis).toEqual([D, C, D]);
  });

  test("a colleague who cancels between our read and our call is told", async () => {
    const ref = await seed({ status: "QUEUED" });
    const meanwhile = withMeanwhile(async () =>
      cancelExecution({ iot, audit }, SUPERVISOR, await commandOf(ref)),
    );
    const { outcome } = await cancel(ref, {}, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "already-canceled" } });
  });
});

describe("refusals of AWS", () => {
  test("an execution that is not there is named", async () => {
    const { thingName } = await seed({ status: "QUEUED" });
    const { outcome, apis } = await cancel({ thingName, jobId: "none" });
    expect(outcome).toEqual({
      ok: false,
      failure: { kind: "not-found", what: `The execution of none on ${thingName}` },
    });
    expect(apis).toEqual([D]);
  });

  test("a denied cancellation names the action and the resource", async () => {
    const ref = await seed({ status: "QUEUED" });
    await fleet.emulator.fault({ api: C, kind: "deny", match: ref });
    const { outcome, apis } = await cancel(ref);
    expect(outcome).toEqual({
      ok: false,
      failure: {
        kind: "denied",
        action: "iot:CancelJobExecution",
        resource: `job/${ref.jobId} and thing/${ref.thingName}`,
      },
    });
    expect(apis).toEqual([D, C, D]);
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("a denied read names its own action, and nothing is sent", async () => {
    const ref = await seed({ status: "QUEUED" });
    const observed = await observe(ref);
    await fleet.emulator.fault({ api: D, kind: "deny", match: ref });
    const { outcome, apis } = await cancel(ref, { observed });
    expect(outcome).toMatchObject({ failure: { kind: "denied", action: "iot:DescribeJobExecution" } });
    expect(apis).toEqual([D]);
  });

  test("what AWS finds invalid is told in its words after one read, and not sent again", async () => {
    const ref = await seed({ status: "QUEUED" });
    const message = "Not one of ours.";
    const errorName = "InvalidRequestException";
    await fleet.emulator.fault({ api: C, kind: "error", errorName, message, match: ref });
    const { outcome, apis } = await cancel(ref);
    expect(outcome).toEqual({ ok: false, failure: { kind: "invalid-request", api: C, message } });
    expect(apis).toEqual([D, C, D]);
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("a throttled cancellation is told after one read, and not sent again", async () => {
    const ref = await seed({ status: "QUEUED" });
    await fleet.emulator.fault({ api: C, kind: "throttle", match: ref });
    const { outcome, apis } = await cancel(ref);
    expect(outcome).toEqual({ ok: false, failure: { kind: "throttled", api: C } });
    expect(apis).toEqual([D, C, D]);
    expect(await cancel(ref)).toMatchObject({ outcome: { ok: true } });
  });

  test("credentials that AWS does not take are told", async () => {
    const ref = await seed({ status: "QUEUED" });
    const errorName = "ExpiredTokenException";
    await fleet.emulator.fault({ api: C, kind: "error", errorName, status: 403, match: ref });
    const { outcome } = await cancel(ref);
    expect(outcome).toEqual({ ok: false, failure: { kind: "credentials", api: C, error: errorName } });
  });
});

describe("when nobody knows whether AWS acted", () => {
  test.each([
    ["an answer that is lost", { kind: "lose-answer" }],
    ["an error after acting", { kind: "error", status: 500, afterActing: true }],
    ["a proxy's page after acting", { kind: "html-500", afterActing: true }],
  ] as const)("%s is a success, since a read shows it", async (_, fault) => {
    const ref = await seed({ status: "IN_PROGRESS" });
    await fleet.emulator.fault({ api: C, ...fault, match: ref });
    const { outcome, apis } = await cancel(ref, { force: true });
    expect(outcome).toMatchObject({
      ok: true,
      value: { confirmed: true, current: { status: "CANCELED", forceCanceled: true } },
    });
    expect(apis).toEqual([D, C, D]);
  });

  test("an error before acting is told as not canceled, with what is there", async () => {
    const ref = await seed({ status: "QUEUED" });
    await fleet.emulator.fault({
      api: C,
      kind: "error",
      status: 503,
      errorName: "ServiceUnavailableException",
      match: ref,
    });
    const { outcome, calls } = await cancel(ref);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: "not-canceled", because: "aws", current: { status: "QUEUED", versionNumber: 1 } },
    });
    expect(sentIn(calls)).toHaveLength(1);
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("a device that ended while the answer was lost has ended", async () => {
    const ref = await seed({ status: "IN_PROGRESS" });
    await fleet.emulator.fault({ api: C, kind: "error", match: ref });
    const meanwhile = withMeanwhile(() => fleet.emulator.deviceAct({ ...ref, act: "fail" }));
    const { outcome } = await cancel(ref, { force: true }, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({ failure: { kind: "already-finished", status: "FAILED" } });
  });

  test("with the reads lost too it is unknown, and said so", async () => {
    const ref = await seed({ status: "QUEUED" });
    const meanwhile = withMeanwhile(async () => {
      await fleet.emulator.fault({ api: C, kind: "lose-answer", match: ref });
      await fleet.emulator.fault({ api: D, kind: "lose-answer", count: 4, match: ref });
    });
    const { outcome, apis } = await cancel(ref, {}, SUPERVISOR, meanwhile);
    expect(outcome).toEqual({
      ok: false,
      failure: { kind: "unknown", silent: "aws", error: expect.any(String) as string },
    });
    expect(apis).toEqual([D, C, D, D, D, D]);
  });

  test("a read that is lost once is made again", async () => {
    const ref = await seed({ status: "QUEUED" });
    const meanwhile = withMeanwhile(async () => {
      await fleet.emulator.fault({ api: C, kind: "lose-answer", match: ref });
      await fleet.emulator.fault({ api: D, kind: "lose-answer", match: ref });
    });
    const { outcome } = await cancel(ref, {}, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: true } });
  });

  test("an endpoint that is gone before our call was never asked", async () => {
    const ref = await seed({ status: "QUEUED" });
    const own = await startEmulatedFleet();
    const gone = createIotGateway(own.config);
    await own.stop();
    const unavailable = { ok: false, failure: { kind: "unavailable", because: "refused" } };
    expect(await cancelExecution({ iot: gone, audit }, SUPERVISOR, await commandOf(ref))).toMatchObject(
      unavailable,
    );
    const goneMeanwhile: typeof iot = {
      ...iot,
      acquireCall: (...given) => gone.acquireCall(...given),
      cancelExecution: (...given) => gone.cancelExecution(...given),
    };
    const { outcome, apis } = await cancel(ref, {}, SUPERVISOR, goneMeanwhile);
    expect(outcome).toMatchObject({ ...unavailable, failure: { api: C } });
    expect(apis).toEqual([D]);
  });
});

describe("reads that lag behind", () => {
  test("for a moment: canceled is said once it is read", async () => {
    const ref = await seed({ status: "QUEUED" });
    await fleet.emulator.settings({ lagMs: 200 });
    const { outcome, apis } = await cancel(ref).finally(() => fleet.emulator.settings({ lagMs: 0 }));
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: true, current: { status: "CANCELED" } } });
    expect(apis.length).toBeGreaterThan(3);
    expect(apis.filter((api) => api === C)).toHaveLength(1);
  });

  test("for longer: accepted, and not yet seen; then it is", async () => {
    const ref = await seed({ status: "QUEUED" });
    await fleet.emulator.settings({ lagMs: 600_000 });
    const { outcome } = await cancel(ref).finally(() => fleet.emulator.settings({ lagMs: 0 }));
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: false, current: { status: "QUEUED" } } });
    expect(await statusOf(ref)).toBe("QUEUED");
    await fleet.emulator.advanceClock(600_000);
    expect(await statusOf(ref)).toBe("CANCELED");
  });
});

describe("a refusal that AWS's reads do not explain", () => {
  test.each([
    ["QUEUED", false],
    ["IN_PROGRESS", true],
  ] as const)("of one that is read as %s is told as that, not as a missing force", async (status, force) => {
    const ref = await seed({ status });
    await fleet.emulator.settings({ lagMs: 600_000 });
    try {
      await cancel(ref, { force });
      const { outcome } = await cancel(ref, { force, expectedVersion: null });
      expect(outcome).toMatchObject({
        ok: false,
        failure: { kind: "not-canceled", because: "refused", current: { status } },
      });
    } finally {
      await fleet.emulator.settings({ lagMs: 0 });
    }
  });
});

describe("who may", () => {
  test("a viewer may not cancel, and AWS is not even asked what is there", async () => {
    const ref = await seed({ status: "QUEUED" });
    const { outcome, apis } = await cancel(ref, {}, actor("viewer"));
    expect(outcome).toEqual({
      ok: false,
      failure: { kind: "forbidden", permission: "cancel-execution", because: "role" },
    });
    expect(apis).toEqual([]);
  });

  test("an operator may cancel, but not with force", async () => {
    const ref = await seed({ status: "IN_PROGRESS" });
    const { outcome, apis } = await cancel(ref, { force: true }, actor("operator"));
    expect(outcome).toEqual({
      ok: false,
      failure: { kind: "forbidden", permission: "force-cancel-execution", because: "role" },
    });
    expect(apis).toEqual([D]);
    expect(await statusOf(ref)).toBe("IN_PROGRESS");
  });

  test.each(["supervisor", "admin"] as const)("%s may force", async (role) => {
    const ref = await seed({ status: "IN_PROGRESS" });
    expect(await cancel(ref, { force: true }, actor(role))).toMatchObject({ outcome: { ok: true } });
  });
});

describe("status details", () => {
  const device = { step: "2 of 5", state: "downloading" };
  const ours = [
    { key: "state", value: "stopped" },
    { key: "by", value: "ada@example.com" },
  ];

  test.each([
    ["replace the device's", false, { state: "stopped", by: "ada@example.com" }],
    ["are laid over the device's", true, { step: "2 of 5", state: "stopped", by: "ada@example.com" }],
  ])("%s, as was asked", async (_, keepDeviceDetails, expected) => {
    const ref = await seed({ status: "IN_PROGRESS", statusDetails: device });
    const { outcome } = await cancel(ref, { force: true, statusDetails: ours, keepDeviceDetails });
    expect(outcome).toMatchObject({ ok: true });
    const read = await iot.describeExecution(ref, { maxAgeMs: 0 });
    expect(read.ok && read.value.statusDetails).toEqual(expected);
  });

  test.each([true, false])("none leave the device's (keep: %s)", async (keepDeviceDetails) => {
    const ref = await seed({ status: "IN_PROGRESS", statusDetails: device });
    await cancel(ref, { force: true, keepDeviceDetails });
    const read = await iot.describeExecution(ref, { maxAgeMs: 0 });
    expect(read.ok && read.value.statusDetails).toEqual(device);
  });

  test("more than ten together are refused with their number, and nothing is sent", async () => {
    const nine = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`d${at}`, "v"]));
    const ref = await seed({ status: "IN_PROGRESS", statusDetails: nine });
    const { outcome, apis } = await cancel(ref, {
      force: true,
      statusDetails: ours,
      keepDeviceDetails: true,
    });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "too-many-details", pairs: 11 } });
    expect(apis).toEqual([D]);
  });
});

test.each([
  ["a thing named ..", { thingName: ".." }],
  ["a job named ..", { jobId: ".." }],
  ["a thing with a slash", { thingName: "a/b" }],
  ["no thing", { thingName: "" }],
  ["a version and a half", { expectedVersion: 1.5 }],
  [
    "a key twice",
    {
      statusDetails: [
        { key: "a", value: "1" },
        { key: "a", value: "2" },
      ],
    },
  ],
  ["a value with a line break", { statusDetails: [{ key: "a", value: "1\n2" }] }],
])("a command with %s is a bug of ours, and reaches nobody", async (_, wrong) => {
  const command = await commandOf(await seed({ status: "QUEUED" }));
  const calls = await fleet.callsOf(async () => {
    await expect(cancelExecution({ iot, audit }, SUPERVISOR, { ...command, ...wrong })).rejects.toThrow();
  });
  expect(calls).toEqual([]);
});

describe("the audit log", () => {
  test("has who, where from, why, what was there before and after, and AWS's request id", async () => {
    const ref = await seed({ status: "IN_PROGRESS", versionNumber: 3, statusDetails: { step: "1" } });
    const by: Actor = { ...SUPERVISOR, email: "ada@example.com", address: "192.0.2.7" };
    await cancel(ref, { force: true, expectedVersion: 3, reason: "  wrong image " }, by);
    expect(await entriesOf(ref)).toMatchObject([
      {
        action: "cancel-execution",
        actor: { id: "ada", name: "Ada", email: "ada@example.com", role: "supervisor" },
        from: "192.0.2.7",
        fleetId: "demo",
        executionNumber: 1,
        operationId: null,
        asked: { force: true, expectedVersion: 3, reason: "wrong image", sent: { force: true } },
        before: { status: "IN_PROGRESS", versionNumber: 3, statusDetails: { step: "1" } },
        outcome: {
          kind: "canceled",
          errorName: null,
          requestId: expect.stringMatching(/./) as string,
          completedBy: "answer",
        },
        after: { status: "CANCELED", forceCanceled: true },
      },
    ]);
  });

  test("has AWS's own name for a refusal, and what was there then", async () => {
    const ref = await seed({ status: "QUEUED" });
    const meanwhile = withMeanwhile(() => fleet.emulator.deviceAct({ ...ref, act: "start" }));
    await cancel(ref, { expectedVersion: 1 }, SUPERVISOR, meanwhile);
    expect(await entriesOf(ref)).toMatchObject([
      {
        before: { status: "QUEUED", versionNumber: 1 },
        outcome: { kind: "version-conflict", errorName: "VersionConflictException" },
        after: { status: "IN_PROGRESS", versionNumber: 2 },
      },
    ]);
  });

  test("has refusals by role", async () => {
    const ref = await seed({ status: "QUEUED" });
    await cancel(ref, { reason: "let me" }, actor("viewer"));
    expect(await entriesOf(ref)).toMatchObject([
      { actor: { role: "viewer" }, asked: { reason: "let me" }, outcome: { kind: "forbidden" } },
    ]);
  });

  test("knows the intent before AWS is asked", async () => {
    const ref = await seed({ status: "QUEUED" });
    let atTheCall: unknown;
    const meanwhile = withMeanwhile(async () => (atTheCall = await entriesOf(ref)));
    await cancel(ref, {}, SUPERVISOR, meanwhile);
    expect(atTheCall).toMatchObject([{ outcome: null, before: { status: "QUEUED" } }]);
  });

  test("that cannot be written keeps AWS from being asked", async () => {
    const complaint = vi.spyOn(console, "error").mockReturnValue();
    const ref = await seed({ status: "QUEUED" });
    const gone = createAuditLog(() => Promise.reject(new Error("the disk is full")));
    const command = await commandOf(ref);
    const calls = await fleet.callsOf(async () => {
      expect(await cancelExecution({ iot, audit: gone }, SUPERVISOR, command)).toEqual({
        ok: false,
        failure: { kind: "not-recorded" },
      });
    });
    expect(calls.map(({ api }) => api)).toEqual([D]);
    expect(await statusOf(ref)).toBe("QUEUED");
    expect(complaint).toHaveBeenCalled();
  });

  test("that fails after AWS has acted leaves the entry open, and the person is told the truth", async () => {
    const complaint = vi.spyOn(console, "error").mockReturnValue();
    const ref = await seed({ status: "QUEUED" });
    const failing = { ...audit, complete: () => Promise.reject(new Error("the disk is full")) };
    const outcome = await cancelExecution({ iot, audit: failing }, SUPERVISOR, await commandOf(ref));
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: true } });
    expect(await entriesOf(ref)).toMatchObject([{ outcome: null }]);
    expect(complaint).toHaveBeenCalled();
  });
});
