import { describe, expect, test, vi } from "vitest";
import { type AwsCall } from "@/lib/testing/emulated-fleet";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { cancelExecution } from "./cancel-execution";
import {
  fleet,
  iot,
  audit,
  entriesOf,
  SUPERVISOR,
  seed,
  observe,
  commandOf,
  cancel,
  withMeanwhile,
  statusOf,
  D,
  startWorldBeforeTests,
} from "./testing/cancel-world";

startWorldBeforeTests();

describe("an execution that was created again", () => {
  /** A thing left the group of a continuous job and came back: the job is queued on it again, at version 1. */
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

  test("is not canceled in place of the one that was seen, though its version is the same", async () => {
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

  test("is canceled if it is the one that was seen, or if no number was seen", async () => {
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
    "by a job of the same id is not canceled, though number and version are the same: %s",
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

  test("by a retry attempt is not canceled, whether it is queued or has started again", async () => {
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

  test("between our read and our call is refused by AWS if the version differs", async () => {
    const ref = { thingName: fleet.name("kiosk"), jobId: fleet.name("fw") };
    await fleet.emulator.seed({ things: [{ name: ref.thingName }] });
    await fleet.emulator.createJob(ref.jobId, [ref.thingName]);
    await start(ref);
    const meanwhile = withMeanwhile(() => recreate(ref));
    const { outcome } = await cancel(ref, { force: true }, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "replaced" } });
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("while the answer to our read was delayed is not canceled, since the read is repeated", async () => {
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

  test("in another account is not canceled", async () => {
    const ref = await seed({ status: "QUEUED" });
    const observed = { ...(await observe(ref)), origin: { region: "eu-west-1", account: "999999999999" } };
    const { outcome, apis } = await cancel(ref, { observed });
    expect(outcome).toMatchObject({ failure: { kind: "replaced", differs: ["origin"] } });
    expect(apis).toEqual([D]);
  });

  test("is not canceled in an account that the fleet's configuration does not name", async () => {
    const ref = await seed({ status: "QUEUED" });
    const command = await commandOf(ref);
    const elsewhere = { iot, audit, fleet: { account: "999999999999" } };
    expect(await cancelExecution(elsewhere, SUPERVISOR, command)).toMatchObject({
      failure: { kind: "other-account", expected: "999999999999" },
    });
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("is not assumed if times differ only by rounding: they are compared at the coarser precision", async () => {
    const ref = await seed({ status: "QUEUED" });
    const observed = await observe(ref);
    const queuedAt = new Date(Math.floor(observed.queuedAt!.getTime() / 1_000) * 1_000);
    expect(await cancel(ref, { observed: { ...observed, queuedAt } })).toMatchObject({
      outcome: { ok: true },
    });
  });

  test("is recognized by its version if AWS does not say when it was queued", async () => {
    const ref = await seed({ status: "IN_PROGRESS", versionNumber: 4 });
    const observed = { ...(await observe(ref)), queuedAt: null };
    await fleet.emulator.deviceAct({ ...ref, act: "progress" });
    const { outcome, apis } = await cancel(ref, { observed, force: true });
    expect(outcome).toMatchObject({ failure: { kind: "version-conflict", expectedVersion: 4 } });
    expect(apis).toEqual([D]);
  });
});
