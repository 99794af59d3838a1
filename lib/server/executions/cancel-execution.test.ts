import { describe, expect, test } from "vitest";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import { cancelExecution } from "./cancel-execution";
import {
  fleet,
  iot,
  audit,
  entriesOf,
  actor,
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

test("every outcome is published, a refusal too, and the action waits for it", async () => {
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
  expect(waited).toBe(1); // so that the lists that are read next show it
  await cancelExecution(services, SUPERVISOR, await commandOf(ref));
  await cancelExecution(services, SUPERVISOR, await commandOf(ref));
  expect(reported).toEqual(["forbidden", "canceled", "already-canceled"]);
});

describe("a queued execution", () => {
  test("is canceled by one call, and reported as canceled once a read shows it", async () => {
    const ref = await seed({ status: "QUEUED" });
    const { outcome, apis, calls } = await cancel(ref, { expectedVersion: 1 });
    expect(outcome).toMatchObject({
      ok: true,
      value: { confirmed: true, current: { ...ref, status: "CANCELED", forceCanceled: false } },
    });
    expect(apis).toEqual([D, C, D]);
    expect(sentIn(calls)).toMatchObject([{ force: "false", expectedVersion: 1 }]);
  });

  test("is canceled without force even if force was requested, so an operator may cancel it", async () => {
    const ref = await seed({ status: "QUEUED" });
    const { outcome, calls } = await cancel(ref, { force: true }, actor("operator"));
    expect(outcome).toMatchObject({ ok: true, value: { current: { forceCanceled: false } } });
    expect(sentIn(calls)).toMatchObject([{ force: "false" }]);
  });
});

describe("an execution in progress", () => {
  test("is refused without force after one read, and nothing is sent", async () => {
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

describe("permissions", () => {
  test("a viewer may not cancel, and nothing is read from AWS either", async () => {
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
  ])("%s, as requested", async (_, keepDeviceDetails, expected) => {
    const ref = await seed({ status: "IN_PROGRESS", statusDetails: device });
    const { outcome } = await cancel(ref, { force: true, statusDetails: ours, keepDeviceDetails });
    expect(outcome).toMatchObject({ ok: true });
    const read = await iot.describeExecution(ref, { maxAgeMs: 0 });
    expect(read.ok && read.value.statusDetails).toEqual(expected);
  });

  test.each([true, false])(
    "are left to the device if none are given (keep: %s)",
    async (keepDeviceDetails) => {
      const ref = await seed({ status: "IN_PROGRESS", statusDetails: device });
      await cancel(ref, { force: true, keepDeviceDetails });
      const read = await iot.describeExecution(ref, { maxAgeMs: 0 });
      expect(read.ok && read.value.statusDetails).toEqual(device);
    },
  );

  test("are refused with their number if they are more than ten together, and nothing is sent", async () => {
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
])("a command with %s is a bug of ours: it throws, and AWS is not called", async (_, wrong) => {
  const command = await commandOf(await seed({ status: "QUEUED" }));
  const calls = await fleet.callsOf(async () => {
    await expect(cancelExecution({ iot, audit }, SUPERVISOR, { ...command, ...wrong })).rejects.toThrow();
  });
  expect(calls).toEqual([]);
});

describe("the audit log", () => {
  test("has the person, address, reason, state before and after, and AWS's request id", async () => {
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

  test("has AWS's own name for a refusal, and the state that was read then", async () => {
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

  test("has a refusal by role", async () => {
    const ref = await seed({ status: "QUEUED" });
    await cancel(ref, { reason: "let me" }, actor("viewer"));
    expect(await entriesOf(ref)).toMatchObject([
      { actor: { role: "viewer" }, asked: { reason: "let me" }, outcome: { kind: "forbidden" } },
    ]);
  });

  test("has the intent before AWS is called", async () => {
    const ref = await seed({ status: "QUEUED" });
    let atTheCall: unknown;
    const meanwhile = withMeanwhile(async () => (atTheCall = await entriesOf(ref)));
    await cancel(ref, {}, SUPERVISOR, meanwhile);
    expect(atTheCall).toMatchObject([{ outcome: null, before: { status: "QUEUED" } }]);
  });

  test("prevents the call if it cannot be written", async () => {
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
  });

  test("keeps the entry open if it fails after AWS has acted, and the person gets the true outcome", async () => {
    const ref = await seed({ status: "QUEUED" });
    const failing = { ...audit, complete: () => Promise.reject(new Error("the disk is full")) };
    const outcome = await cancelExecution({ iot, audit: failing }, SUPERVISOR, await commandOf(ref));
    expect(outcome).toMatchObject({ ok: true, value: { confirmed: true } });
    expect(await entriesOf(ref)).toMatchObject([{ outcome: null }]);
  });
});
