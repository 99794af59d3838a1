import {
  CancelJobExecutionCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  ListJobExecutionsForJobCommand,
  ListThingsCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

const someMessage: unknown = expect.stringMatching(/\S/);

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());

async function seedQueued() {
  const ref = { thingName: aws.name("thing"), jobId: aws.name("job") };
  await aws.seed({
    things: [{ name: ref.thingName }],
    jobs: [{ jobId: ref.jobId, targets: { things: [ref.thingName] }, executions: "queued" }],
  });
  return ref;
}

test("with lag, reads show the state before a cancellation while calls act on the current one", async () => {
  const ref = await seedQueued();
  await aws.control("POST", "settings", { lagMs: 60_000 });
  await iot.send(new CancelJobExecutionCommand({ ...ref, statusDetails: { why: "x" } }));
  const look = async () => ({
    described: (await iot.send(new DescribeJobExecutionCommand(ref))).execution,
    queued: (await iot.send(new ListJobExecutionsForJobCommand({ jobId: ref.jobId, status: "QUEUED" })))
      .executionSummaries,
    counters: (await iot.send(new DescribeJobCommand({ jobId: ref.jobId }))).job?.jobProcessDetails,
  });
  expect(await look()).toMatchObject({
    described: { status: "QUEUED", versionNumber: 1, statusDetails: {} },
    queued: [{ jobExecutionSummary: { status: "QUEUED" } }],
    counters: { numberOfQueuedThings: 1, numberOfCanceledThings: 0 },
  });
  await expect(iot.send(new CancelJobExecutionCommand(ref))).rejects.toMatchObject({
    name: "InvalidStateTransitionException",
  });
  await aws.advance(60_000);
  expect(await look()).toMatchObject({
    described: { status: "CANCELED", versionNumber: 2, statusDetails: { detailsMap: { why: "x" } } },
    queued: [],
    counters: { numberOfQueuedThings: 0, numberOfCanceledThings: 1 },
  });
  await aws.control("POST", "settings", { lagMs: 0 });
});

test("the log has every call", async () => {
  const ref = await seedQueued();
  const since = (await aws.control<{ lastSeq: number }>("GET", "log?limit=1")).body.lastSeq;
  await iot.send(new CancelJobExecutionCommand({ ...ref, force: true, expectedVersion: 1 }));
  await iot.send(new CancelJobExecutionCommand(ref)).catch(() => undefined);
  const { calls } = (
    await aws.control<{ calls: unknown[] }>("GET", `log?since=${since}&thingName=${ref.thingName}`)
  ).body;
  expect(calls).toMatchObject([
    {
      seq: since + 1,
      api: "CancelJobExecution",
      ...ref,
      status: 200,
      force: "true",
      expectedVersion: 1,
      accessKeyId: "AKIDTEST",
      hasSession: false,
      region: "eu-west-1",
    },
    { api: "CancelJobExecution", status: 409, errorName: "InvalidStateTransitionException" },
  ]);
  const { body: stats } = await aws.control<{
    calls: Record<string, { calls: number }>;
    memory: { rssBytes: number };
  }>("GET", "stats");
  expect(stats.calls["CancelJobExecution"]?.calls).toBeGreaterThanOrEqual(2);
  expect(stats.memory.rssBytes).toBeGreaterThan(0);
});

test("an invalid seed is refused with its issues and adds nothing", async () => {
  const before = (await iot.send(new ListThingsCommand({}))).things;
  for (const seed of [
    { things: [{ name: "bad name" }] },
    { things: [{ name: "new-1", type: "no-such-type" }] },
    { things: [{ name: "new-1" }, { name: "new-1" }] },
    { groups: [{ name: "g", parent: "no-such-group" }] },
    { jobs: [{ jobId: "j", targets: { things: ["no-such-thing"] } }] },
    { jobs: [{ jobId: "j", targets: {}, executions: [{ thingName: "t", status: "CANCELLED" }] }] },
    { jobs: [{ jobId: "j", targets: {}, rolloutPerMinute: 0 }] },
    { thing: [] },
  ]) {
    const answer = await aws.control("POST", "seed", seed);
    expect(answer).toMatchObject({ status: 400, body: { message: someMessage } });
  }
  expect((await iot.send(new ListThingsCommand({}))).things).toEqual(before);
});

test.each([
  ["POST", "clock", { advanceMs: -1 }],
  ["POST", "clock", {}],
  ["POST", "faults", { api: "NoSuchApi", kind: "throttle" }],
  ["POST", "faults", { api: "ListJobs", kind: "explode" }],
  ["POST", "faults", { api: "ListJobs", kind: "slow" }],
  ["POST", "faults", { api: "ListJobs", kind: "throttle", cuont: 3 }],
  ["POST", "settings", { quotas: "maybe" }],
  ["POST", "settings", { rates: { NoSuchApi: 1 } }],
  ["POST", "device", { acts: [{ thingName: "t", act: "start" }] }],
  ["POST", "reset", { fleet: "huge" }],
  ["GET", "log?since=-1", undefined],
])("%s %s with %j is refused", async (method, path, body) => {
  expect(await aws.control(method, path, body)).toMatchObject({
    status: 400,
    body: { message: someMessage },
  });
});

test("an unknown control call is refused with the list of calls", async () => {
  expect(await aws.control("GET", "nothing")).toMatchObject({ status: 404 });
  expect(await aws.control("GET", "health")).toMatchObject({ status: 200, body: { ok: true } });
});

test("a device's refusals are returned one by one", async () => {
  const ref = await seedQueued();
  const results = await aws.act(
    { ...ref, act: "start", statusDetails: { progress: "1" } },
    { ...ref, act: "progress", expectedVersion: 7 },
    { ...ref, jobId: "no-such-job", act: "fail" },
    { ...ref, act: "succeed" },
  );
  expect(results).toMatchObject([
    { ok: true, versionNumber: 2 },
    { ok: false, reason: "version-mismatch" },
    { ok: false, reason: "not-found" },
    { ok: true, versionNumber: 3 },
  ]);
});

test("a reset discards everything, settings and faults included", async () => {
  await seedQueued();
  await aws.fault({ api: "ListThings", kind: "throttle" });
  await aws.control("POST", "settings", { latencyMs: 1, rates: { ListThings: 0 } });
  expect(await aws.control("POST", "reset", { fleet: "empty" })).toMatchObject({
    body: { things: 0, jobs: 0 },
  });
  expect((await iot.send(new ListThingsCommand({}))).things).toEqual([]);
  expect((await aws.control("POST", "settings", {})).body).toMatchObject({ latencyMs: 0, rates: {} });
});
