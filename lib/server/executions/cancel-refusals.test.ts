import { describe, expect, test } from "vitest";
import { EXECUTION_STATUSES } from "@/lib/core/domain/execution-status";
import { cancelExecution } from "./cancel-execution";
import {
  fleet,
  iot,
  audit,
  SUPERVISOR,
  seed,
  observe,
  commandOf,
  cancel,
  withMeanwhile,
  statusOf,
  D,
  C,
  startWorldBeforeTests,
} from "./testing/cancel-world";

startWorldBeforeTests();

describe("a finished execution", () => {
  test.each(EXECUTION_STATUSES.filter((status) => !["QUEUED", "IN_PROGRESS", "CANCELED"].includes(status)))(
    "that is %s is reported as such, whatever version was seen",
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

  test("that is CANCELED has a failure of its own", async () => {
    const ref = await seed({ status: "CANCELED" });
    const { outcome, apis } = await cancel(ref, { force: true });
    expect(outcome).toMatchObject({ failure: { kind: "already-canceled", current: { status: "CANCELED" } } });
    expect(apis).toEqual([D]);
  });

  test.each([
    ["version", 1],
    ["no version", null],
  ])(
    "that the device finished between our read and our call is reported, with the version %s sent",
    async (_, expectedVersion) => {
      const ref = await seed({ status: "IN_PROGRESS", versionNumber: 1 });
      const meanwhile = withMeanwhile(() => fleet.emulator.deviceAct({ ...ref, act: "succeed" }));
      const { outcome, apis } = await cancel(ref, { force: true, expectedVersion }, SUPERVISOR, meanwhile);
      expect(outcome).toMatchObject({
        ok: false,
        failure: { kind: "already-finished", status: "SUCCEEDED" },
      });
      expect(apis).toEqual([D, C, D]);
    },
  );

  test("that a colleague canceled between our read and our call is reported", async () => {
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

  test("an invalid request is reported in AWS's words after one read, and not sent again", async () => {
    const ref = await seed({ status: "QUEUED" });
    const message = "Not one of ours.";
    const errorName = "InvalidRequestException";
    await fleet.emulator.fault({ api: C, kind: "error", errorName, message, match: ref });
    const { outcome, apis } = await cancel(ref);
    expect(outcome).toEqual({ ok: false, failure: { kind: "invalid-request", api: C, message } });
    expect(apis).toEqual([D, C, D]);
    expect(await statusOf(ref)).toBe("QUEUED");
  });

  test("a throttled cancellation is reported after one read, and not sent again", async () => {
    const ref = await seed({ status: "QUEUED" });
    await fleet.emulator.fault({ api: C, kind: "throttle", match: ref });
    const { outcome, apis } = await cancel(ref);
    expect(outcome).toEqual({ ok: false, failure: { kind: "throttled", api: C } });
    expect(apis).toEqual([D, C, D]);
    expect(await cancel(ref)).toMatchObject({ outcome: { ok: true } });
  });

  test("credentials that AWS does not accept are reported", async () => {
    const ref = await seed({ status: "QUEUED" });
    const errorName = "ExpiredTokenException";
    await fleet.emulator.fault({ api: C, kind: "error", errorName, status: 403, match: ref });
    const { outcome } = await cancel(ref);
    expect(outcome).toEqual({ ok: false, failure: { kind: "credentials", api: C, error: errorName } });
  });
});

describe("a refusal that AWS's reads do not explain", () => {
  test.each([
    ["QUEUED", false],
    ["IN_PROGRESS", true],
  ] as const)(
    "of an execution that is read as %s is not reported as a missing force",
    async (status, force) => {
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
    },
  );
});
