import { describe, expect, test, vi } from "vitest";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import type { CancelServices } from "./attempt-cancellation";
import { cancelExecution } from "./cancel-execution";
import {
  fleet,
  iot,
  audit,
  entriesOf,
  SUPERVISOR,
  seed,
  commandOf,
  cancel,
  withMeanwhile,
  statusOf,
  D,
  C,
  sentIn,
  startWorldBeforeTests,
} from "./testing/cancel-world";

startWorldBeforeTests();

describe("version conflicts", () => {
  test("if the device reported before our read, the present state is reported and nothing is sent", async () => {
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

  test("if the device reports between our read and our call, AWS refuses and the same is reported", async () => {
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

  test("merged details are those of the canceled version, even if the device reports in between", async () => {
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

  test("of a version that nobody asked for are repeated three times, each on record, and then reported", async () => {
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

  test("of a version that nobody asked for may come several times before it is canceled", async () => {
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

  test("without a version, a device that starts in between makes force necessary", async () => {
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

describe("an execution whose version AWS does not return", () => {
  const omitted = (ref: ExecutionRef) =>
    fleet.emulator.fault({
      api: D,
      kind: "omit",
      member: "versionNumber",
      count: 100,
      match: { thingName: ref.thingName },
    });

  test("is canceled without an expected version if nobody asked for one", async () => {
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

  test("leaves an expected version that somebody asked for to AWS, which knows the version", async () => {
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

describe("a change while a call waits for the rate limiter", () => {
  test.each([
    ["a role that is withdrawn", { ...SUPERVISOR, role: "viewer" } as const],
    ["a person who is removed", null],
  ])("%s is checked directly before AWS is called", async (_, now) => {
    const ref = await seed({ status: "QUEUED" });
    const command = await commandOf(ref);
    let asked = 0;
    // Allowed when the entry is opened, and no longer a moment later.
    const currentActor = () => Promise.resolve(asked++ === 0 ? SUPERVISOR : now);
    const outcome = await cancelExecution({ iot, audit, currentActor }, SUPERVISOR, command);
    expect(outcome).toMatchObject({ failure: { kind: "forbidden", because: "role" } });
    expect(await statusOf(ref)).toBe("QUEUED");
    expect(await entriesOf(ref)).toMatchObject([{ outcome: { kind: "forbidden" } }]);
  });

  test("of the execution is seen: it is read again after a long wait, and that read decides", async () => {
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
    ["a machine that slept", Date], // only the wall clock shows that
  ])("%s after its last check sends nothing, says so, and tries again", async (_, clock) => {
    const ref = await seed({ status: "QUEUED" });
    const real = clock.now.bind(clock);
    let frozenMs = 0;
    vi.spyOn(clock, "now").mockImplementation(() => real() + frozenMs);
    let freezes = 0;
    const currentActor = () => {
      // The check after the entry was opened: the process stalls right after it.
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
