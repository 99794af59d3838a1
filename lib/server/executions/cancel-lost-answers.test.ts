import { describe, expect, test } from "vitest";
import { startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { cancelExecution } from "./cancel-execution";
import {
  fleet,
  iot,
  audit,
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

describe("when nobody knows whether AWS acted", () => {
  test.each([
    ["an answer that is lost", { kind: "lose-answer" }],
    ["an error after acting", { kind: "error", status: 500, afterActing: true }],
    ["a proxy's page after acting", { kind: "html-500", afterActing: true }],
  ] as const)("%s is a success if a read shows it", async (_, fault) => {
    const ref = await seed({ status: "IN_PROGRESS" });
    await fleet.emulator.fault({ api: C, ...fault, match: ref });
    const { outcome, apis } = await cancel(ref, { force: true });
    expect(outcome).toMatchObject({
      ok: true,
      value: { confirmed: true, current: { status: "CANCELED", forceCanceled: true } },
    });
    expect(apis).toEqual([D, C, D]);
  });

  test("an error before AWS acted is reported as not canceled, with the present state", async () => {
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

  test("a device that finished while the answer was lost is reported as finished", async () => {
    const ref = await seed({ status: "IN_PROGRESS" });
    await fleet.emulator.fault({ api: C, kind: "error", match: ref });
    const meanwhile = withMeanwhile(() => fleet.emulator.deviceAct({ ...ref, act: "fail" }));
    const { outcome } = await cancel(ref, { force: true }, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({ failure: { kind: "already-finished", status: "FAILED" } });
  });

  test("the outcome is unknown if the reads are lost too", async () => {
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

  test("a read that is lost once is repeated", async () => {
    const ref = await seed({ status: "QUEUED" });
    const meanwhile = withMeanwhile(async () => {
      await fleet.emulator.fault({ api: C, kind: "lose-answer", match: ref });
      await fleet.emulator.fault({ api: D, kind: "lose-answer", match: ref });
    });
    const { outcome } = await cancel(ref, {}, SUPERVISOR, meanwhile);
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: true } });
  });

  test("an endpoint that is gone before our call is reported as unavailable", async () => {
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
  test("for a moment delay the report until CANCELED is read", async () => {
    const ref = await seed({ status: "QUEUED" });
    await fleet.emulator.settings({ lagMs: 200 });
    const { outcome, apis } = await cancel(ref).finally(() => fleet.emulator.settings({ lagMs: 0 }));
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: true, current: { status: "CANCELED" } } });
    expect(apis.length).toBeGreaterThan(3);
    expect(apis.filter((api) => api === C)).toHaveLength(1);
  });

  test("for longer leave it accepted and not confirmed; a later read shows it", async () => {
    const ref = await seed({ status: "QUEUED" });
    await fleet.emulator.settings({ lagMs: 600_000 });
    const { outcome } = await cancel(ref).finally(() => fleet.emulator.settings({ lagMs: 0 }));
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: false, current: { status: "QUEUED" } } });
    expect(await statusOf(ref)).toBe("QUEUED");
    await fleet.emulator.advanceClock(600_000);
    expect(await statusOf(ref)).toBe("CANCELED");
  });
});
