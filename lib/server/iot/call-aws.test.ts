import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { addMs, momentNow } from "@/lib/core/domain/moment";
import { createAwsCalls } from "./call-aws";
import { createFleetGateway, createIotGateway } from "./create-iot-gateway";
import type { CallSlot, IotGateway } from "./iot-gateway";
import { createRateLimiter } from "./rate-limiter";
import type { IotApi } from "./quotas";
import { createSharedReads } from "./shared-reads";
import { toReadFailure } from "./to-failure";

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

/** A queued execution, and a gateway with nothing read yet. */
async function queued() {
  const ref = { thingName: fleet.name("kiosk"), jobId: fleet.name("fw") };
  await fleet.emulator.seed({
    things: [{ name: ref.thingName }],
    jobs: [{ jobId: ref.jobId, targets: { things: [ref.thingName] }, executions: "queued" }],
  });
  return { ref, iot: createIotGateway(fleet.config) };
}

const CALL = { force: false, expectedVersion: null, statusDetails: null };
const JOB_CALL = { force: false, reasonCode: null, comment: null };
const names = (calls: { errorName?: string }[]) => calls.map(({ errorName }) => errorName ?? "ok");

test("a read that is throttled twice is retried, and answered", async () => {
  const { ref, iot } = await queued();
  await fleet.emulator.fault({
    api: "DescribeJobExecution",
    kind: "throttle",
    count: 2,
    match: { jobId: ref.jobId },
  });
  const calls = await fleet.callsOf(async () => {
    expect(await iot.describeExecution(ref)).toMatchObject({ ok: true, value: { status: "QUEUED" } });
  });
  expect(names(calls)).toEqual(["ThrottlingException", "ThrottlingException", "ok"]);
});

test.each([
  ["throttled", { kind: "throttle" }, "ThrottlingException"],
  ["in trouble", { kind: "error" }, "InternalFailureException"],
] as const)("a read of an AWS that stays %s is tried four times and no more", async (_, fault, errorName) => {
  const { ref, iot } = await queued();
  await fleet.emulator.fault({
    api: "DescribeJobExecution",
    ...fault,
    count: 4,
    match: { jobId: ref.jobId },
  });
  const calls = await fleet.callsOf(async () => {
    expect(await iot.describeExecution(ref)).toMatchObject({
      ok: false,
      failure: { kind: fault.kind === "throttle" ? "throttled" : "unavailable" },
    });
  });
  expect(names(calls)).toEqual(Array(4).fill(errorName));
  expect(await iot.describeExecution(ref)).toMatchObject({ ok: true });
});

test.each([
  ["denied", { kind: "deny" }],
  ["lost", { kind: "lose-answer" }],
  ["refused as wrong", { kind: "error", errorName: "InvalidRequestException" }],
] as const)("a read that was %s is not tried again", async (_, fault) => {
  const { ref, iot } = await queued();
  await fleet.emulator.fault({ api: "DescribeJobExecution", ...fault, match: { jobId: ref.jobId } });
  const calls = await fleet.callsOf(async () => {
    expect(await iot.describeExecution(ref)).toMatchObject({ ok: false });
  });
  expect(calls).toHaveLength(1);
});

test.each(["throttle", "error", "lose-answer", "html-500"] as const)(
  "a cancellation is sent once, whatever comes back: %s",
  async (kind) => {
    const { ref, iot } = await queued();
    await fleet.emulator.fault({ api: "CancelJobExecution", kind, match: { jobId: ref.jobId } });
    const calls = await fleet.callsOf(async () => {
      expect(await iot.cancelExecution(ref, CALL)).toMatchObject({ ok: false });
    });
    expect(calls.map(({ api }) => api)).toEqual(["CancelJobExecution"]);
  },
);

test("ten people who read the same thing at once cost one call, and so does the eleventh", async () => {
  const { ref, iot } = await queued();
  const calls = await fleet.callsOf(async () => {
    await Promise.all(Array.from({ length: 10 }, () => iot.describeExecution(ref)));
    await iot.describeExecution(ref);
  });
  expect(calls).toHaveLength(1);
});

test("an age of 0 asks AWS itself", async () => {
  const { ref, iot } = await queued();
  const calls = await fleet.callsOf(async () => {
    await iot.describeExecution(ref);
    await iot.describeExecution(ref, { maxAgeMs: 0 });
  });
  expect(calls).toHaveLength(2);
});

test("after a cancellation, nothing that was read before is shown", async () => {
  const { ref, iot } = await queued();
  expect(await iot.describeExecution(ref)).toMatchObject({ value: { status: "QUEUED" } });
  expect(await iot.cancelExecution(ref, CALL)).toMatchObject({ ok: true });
  expect(await iot.describeExecution(ref)).toMatchObject({ value: { status: "CANCELED" } });
});

test("after a cancellation, what was read of other things and jobs is still shared", async () => {
  const { ref, iot } = await queued();
  const { ref: other } = await queued();
  await iot.describeExecution(other, { maxAgeMs: 60_000 });
  await iot.describeJob(ref.jobId, { maxAgeMs: 60_000 });
  const calls = await fleet.callsOf(async () => {
    await iot.cancelExecution(ref, CALL);
    await iot.describeExecution(other, { maxAgeMs: 60_000 });
    await iot.describeJob(ref.jobId, { maxAgeMs: 60_000 });
  });
  expect(calls.map(({ api }) => api)).toEqual(["CancelJobExecution", "DescribeJob"]);
});

test("a call that would wait too long for the rate limiter fails as throttled, and nothing is sent", async () => {
  const { ref } = await queued();
  const iot = createIotGateway({ ...fleet.config, quotas: { CancelJobExecution: 0.05 } });
  const calls = await fleet.callsOf(async () => {
    await iot.cancelExecution(ref, CALL);
    expect(await iot.cancelExecution(ref, CALL)).toEqual({
      ok: false,
      failure: { kind: "throttled", api: "CancelJobExecution" },
      metadata: { requestId: null, errorName: null },
    });
  });
  expect(calls).toHaveLength(1);
});

test("the account is learned from the first ARN", async () => {
  const { ref, iot } = await queued();
  expect(iot.account()).toBeNull();
  await iot.describeExecution(ref);
  expect(iot.account()).toBe("123456789012");
});

test.each([
  { thingName: "..", jobId: "fw" },
  { thingName: "kiosk", jobId: ".." },
  { thingName: "", jobId: "fw" },
  { thingName: "a/b", jobId: "fw" },
])("a cancellation of $jobId on $thingName is not sent", async (ref) => {
  const iot = createIotGateway(fleet.config);
  const calls = await fleet.callsOf(async () => {
    await expect(iot.cancelExecution(ref, CALL)).rejects.toThrow("Refused to send a cancellation");
  });
  expect(calls).toEqual([]);
});

describe("a deadline", () => {
  test("that has passed keeps a cancellation from being sent", async () => {
    const { ref, iot } = await queued();
    const calls = await fleet.callsOf(async () => {
      const passed = { sendBefore: addMs(momentNow(), -1) };
      expect(await iot.cancelExecution(ref, CALL, passed)).toEqual({
        ok: false,
        failure: { kind: "too-late", api: "CancelJobExecution" },
        metadata: { requestId: null, errorName: "TooLate" },
      });
      expect(await iot.cancelJob(ref.jobId, JOB_CALL, passed)).toMatchObject({
        failure: { kind: "too-late", api: "CancelJob" },
      });
    });
    expect(calls).toEqual([]);
  });

  test("that has not passed lets a cancellation be sent", async () => {
    const { ref, iot } = await queued();
    const ahead = { sendBefore: addMs(momentNow(), 60_000) };
    expect(await iot.cancelExecution(ref, CALL, ahead)).toMatchObject({ ok: true });
  });

  test("that passes while the credentials are fetched keeps it from being sent", async () => {
    const { ref } = await queued();
    const cancelRole = { arn: "arn:aws:iam::123456789012:role/standdown-cancel", externalId: null };
    const iot = createIotGateway({ ...fleet.config, stsEndpoint: fleet.url, cancelRole });
    await fleet.emulator.fault({ api: "AssumeRole", kind: "slow", delayMs: 300 });
    const calls = await fleet.callsOf(async () =>
      expect(await iot.cancelExecution(ref, CALL, { sendBefore: addMs(momentNow(), 150) })).toMatchObject({
        failure: { kind: "too-late" },
      }),
    );
    expect(calls.map(({ api }) => api)).toEqual(["AssumeRole"]);
  });

  test("that has passed is not counted in metrics, as AWS was not called", async () => {
    const { ref } = await queued();
    const observed: string[] = [];
    const iot = createIotGateway({ ...fleet.config, observe: ({ outcome }) => observed.push(outcome) });
    await iot.cancelExecution(ref, CALL, { sendBefore: addMs(momentNow(), -1) });
    expect(observed).toEqual([]);
  });
});

describe("a slot", () => {
  const slotOf = async (iot: IotGateway, api: CallSlot["api"]): Promise<CallSlot> => {
    const acquired = await iot.acquireCall(api);
    return acquired.ok ? acquired.value : expect.fail("No slot");
  };

  test("lets one call go without another wait", async () => {
    const { ref } = await queued();
    const iot = createIotGateway({ ...fleet.config, quotas: { CancelJobExecution: 0.05 } });
    const slot = await slotOf(iot, "CancelJobExecution");
    expect(await iot.acquireCall("CancelJobExecution")).toEqual({
      ok: false,
      failure: { kind: "throttled", api: "CancelJobExecution" },
    });
    expect(await iot.cancelExecution(ref, CALL, { slot })).toMatchObject({ ok: true });
  });

  test("is used once", async () => {
    const { ref, iot } = await queued();
    const slot = await slotOf(iot, "CancelJobExecution");
    await iot.cancelExecution(ref, CALL, { slot });
    const calls = await fleet.callsOf(async () => {
      await expect(iot.cancelExecution(ref, CALL, { slot })).rejects.toThrow("used twice");
    });
    expect(calls).toEqual([]);
  });

  test("is for one API", async () => {
    const { ref, iot } = await queued();
    const slot = await slotOf(iot, "CancelJobExecution");
    await expect(iot.cancelJob(ref.jobId, JOB_CALL, { slot })).rejects.toThrow(
      "A slot for CancelJobExecution",
    );
  });

  test("serves every caller of its fleet, and none of another", async () => {
    const { ref } = await queued();
    const gateway = createFleetGateway(fleet.config);
    const slot = await slotOf(gateway.as({ id: "ada" }, "bulk-cancel"), "CancelJobExecution");
    expect(await gateway.as({ id: "bob" }).cancelExecution(ref, CALL, { slot })).toMatchObject({ ok: true });
    const made = { api: "CancelJobExecution" } as const;
    await expect(gateway.as(null).cancelExecution(ref, CALL, { slot: made })).rejects.toThrow("A slot");
  });
});

test("a bug of ours in mapping an answer is thrown, not returned as a failure", async () => {
  const rateLimiter = createRateLimiter<IotApi>(() => Infinity);
  const aws = createAwsCalls(rateLimiter, createSharedReads())("interactive");
  const read = aws.read(
    {
      api: "ListJobs",
      what: "The jobs",
      resource: null,
      input: {},
      send: () => Promise.resolve({}),
      toValue: () => {
        throw new TypeError("x is not a function");
      },
      toFailure: toReadFailure,
    },
    undefined,
  );
  await expect(read).rejects.toThrow("x is not a function");
});
