import {
  DescribeJobExecutionCommand,
  ListJobExecutionsForThingCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import {
  DescribeJobExecutionCommand as DeviceDescribeCommand,
  GetPendingJobExecutionsCommand,
  StartNextPendingJobExecutionCommand,
  UpdateJobExecutionCommand,
  IoTJobsDataPlaneClient,
} from "@aws-sdk/client-iot-jobs-data-plane";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SeedJob } from "../seed/seed-format.ts";
import { MINUTE_MS, startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

const anyDate: unknown = expect.any(Date);

let aws: EmulatorUnderTest;
let iot: IoTClient;
let device: IoTJobsDataPlaneClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  device = new IoTJobsDataPlaneClient(aws.connection);
});
afterAll(() => aws.stop());

async function seedThing(...jobs: Partial<SeedJob>[]) {
  const thingName = aws.name("thing");
  const jobIds = jobs.map(() => aws.name("job"));
  await aws.seed({
    things: [{ name: thingName }],
    jobs: jobs.map((job, index) => ({
      jobId: jobIds[index]!,
      targets: { things: [thingName] },
      document: '{"step":1}',
      executions: "queued",
      ...job,
    })),
  });
  return { thingName, jobIds, jobId: jobIds[0]! };
}

const read = async (thingName: string, jobId: string) =>
  (await iot.send(new DescribeJobExecutionCommand({ thingName, jobId }))).execution!;
const summary = async (thingName: string, jobId: string) =>
  (await iot.send(new ListJobExecutionsForThingCommand({ thingName, jobId }))).executionSummaries![0]!
    .jobExecutionSummary!;
const update = (input: ConstructorParameters<typeof UpdateJobExecutionCommand>[0]) =>
  device.send(new UpdateJobExecutionCommand(input));

test("a device starts its oldest execution, reports progress and ends it", async () => {
  const { thingName, jobIds } = await seedThing({}, {});
  const [first, second] = jobIds as [string, string];
  const pending = await device.send(new GetPendingJobExecutionsCommand({ thingName }));
  expect(pending.inProgressJobs).toEqual([]);
  expect(pending.queuedJobs?.map((job) => job.jobId)).toEqual([first, second]);

  const start = new StartNextPendingJobExecutionCommand({ thingName, statusDetails: { step: "get" } });
  const { execution } = await device.send(start);
  expect(execution).toMatchObject({
    jobId: first,
    thingName,
    status: "IN_PROGRESS",
    versionNumber: 2,
    executionNumber: 1,
    statusDetails: { step: "get" },
    jobDocument: '{"step":1}',
  });
  expect(Number.isInteger(execution?.startedAt)).toBe(true);
  // A second call returns the same execution and changes nothing: the execution blocks the queue.
  const again = new StartNextPendingJobExecutionCommand({ thingName, statusDetails: { step: "again" } });
  expect((await device.send(again)).execution).toEqual(execution);

  const answer = await update({
    thingName,
    jobId: first,
    status: "IN_PROGRESS",
    statusDetails: { step: "put" },
    expectedVersion: 2,
    includeJobExecutionState: true,
    includeJobDocument: true,
  });
  expect(answer).toMatchObject({
    executionState: { status: "IN_PROGRESS", versionNumber: 3, statusDetails: { step: "put" } },
    jobDocument: '{"step":1}',
  });
  await update({ thingName, jobId: first, status: "SUCCEEDED" });
  expect(await read(thingName, first)).toMatchObject({
    status: "SUCCEEDED",
    versionNumber: 4,
    statusDetails: { detailsMap: { step: "put" } },
    startedAt: anyDate,
  });
  expect((await device.send(start)).execution).toMatchObject({ jobId: second });
});

test("of two executions in progress, the one queued first is returned first", async () => {
  const thingName = aws.name("thing");
  const jobIds = [aws.name("job"), aws.name("job")];
  const hourAgoMs = Date.now() - 60 * MINUTE_MS;
  await aws.seed({
    things: [{ name: thingName }],
    jobs: jobIds.map((jobId, index) => ({
      jobId,
      targets: { things: [thingName] },
      executions: [{ thingName, status: "IN_PROGRESS", queuedAtMs: hourAgoMs - index * MINUTE_MS }],
    })),
  });
  const pending = await device.send(new GetPendingJobExecutionsCommand({ thingName }));
  expect(pending.inProgressJobs?.map((job) => job.jobId)).toEqual(jobIds.toReversed());
  const next = await device.send(new StartNextPendingJobExecutionCommand({ thingName }));
  expect(next.execution?.jobId).toBe(jobIds[1]);
});

test("a queued execution of a scheduled job is not listed as pending", async () => {
  const opensAt = new Date(Date.now() + 300 * MINUTE_MS);
  const startTime = `cron(${opensAt.getUTCMinutes()} ${opensAt.getUTCHours()} * * ? *)`;
  const scheduling = { maintenanceWindows: [{ startTime, durationInMinutes: 30 }] };
  const { thingName, jobIds } = await seedThing({ scheduling }, {});
  const pending = await device.send(new GetPendingJobExecutionsCommand({ thingName }));
  expect(pending.queuedJobs?.map((job) => job.jobId)).toEqual([jobIds[1]]);
});

test("a thing without pending executions gets an empty answer, and an unknown thing is not found", async () => {
  const { thingName } = await seedThing();
  expect(
    (await device.send(new StartNextPendingJobExecutionCommand({ thingName }))).execution,
  ).toBeUndefined();
  expect(
    (await device.send(new DeviceDescribeCommand({ thingName, jobId: "$next" }))).execution,
  ).toBeUndefined();
  await expect(
    device.send(new GetPendingJobExecutionsCommand({ thingName: "nobody" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } });
});

test("an ended execution accepts no update and is described as terminal", async () => {
  const { thingName, jobId } = await seedThing({});
  await update({ thingName, jobId, status: "REJECTED" });
  await expect(update({ thingName, jobId, status: "IN_PROGRESS" })).rejects.toMatchObject({
    name: "InvalidStateTransitionException",
    $metadata: { httpStatusCode: 409 },
  });
  await expect(device.send(new DeviceDescribeCommand({ thingName, jobId }))).rejects.toMatchObject({
    name: "TerminalStateException",
    $metadata: { httpStatusCode: 410 },
  });
});

test("an update with a wrong version, or a status that devices cannot report, changes nothing", async () => {
  const { thingName, jobId } = await seedThing({});
  const before = await read(thingName, jobId);
  await expect(update({ thingName, jobId, status: "FAILED", expectedVersion: 9 })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 409 },
  });
  for (const status of ["CANCELED", "QUEUED", "TIMED_OUT", "REMOVED"] as const) {
    await expect(update({ thingName, jobId, status })).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
  }
  await expect(
    update({ thingName, jobId, status: "IN_PROGRESS", stepTimeoutInMinutes: 0 }),
  ).rejects.toMatchObject({ name: "InvalidRequestException" });
  expect(await read(thingName, jobId)).toEqual(before);
});

test("an execution times out when its in-progress timer, set at the start, expires", async () => {
  const { thingName, jobId } = await seedThing({ timeoutMinutes: 10 });
  expect(await read(thingName, jobId)).not.toHaveProperty("approximateSecondsBeforeTimedOut");
  await aws.advance(60 * MINUTE_MS);
  expect((await read(thingName, jobId)).status).toBe("QUEUED");
  await aws.act({ thingName, jobId, act: "start" });
  expect((await read(thingName, jobId)).approximateSecondsBeforeTimedOut).toBeLessThanOrEqual(600);
  await aws.advance(9 * MINUTE_MS);
  await aws.act({ thingName, jobId, act: "progress" });
  expect((await read(thingName, jobId)).approximateSecondsBeforeTimedOut).toBeLessThanOrEqual(60);
  await aws.advance(MINUTE_MS);
  const after = await read(thingName, jobId);
  expect(after.status).toBe("TIMED_OUT");
  expect(after).not.toHaveProperty("approximateSecondsBeforeTimedOut");
  expect(after.lastUpdatedAt!.getTime() - after.startedAt!.getTime()).toBe(10 * MINUTE_MS);
});

test("a step timer can be replaced and discarded, and times the execution out", async () => {
  const { thingName, jobId } = await seedThing({});
  const progress = (minutes: number) =>
    update({ thingName, jobId, status: "IN_PROGRESS", stepTimeoutInMinutes: minutes });
  await progress(5);
  await aws.advance(4 * MINUTE_MS);
  await progress(5);
  await aws.advance(4 * MINUTE_MS);
  await progress(-1);
  await aws.advance(60 * MINUTE_MS);
  expect((await read(thingName, jobId)).status).toBe("IN_PROGRESS");
  await progress(1);
  await aws.advance(MINUTE_MS);
  expect((await read(thingName, jobId)).status).toBe("TIMED_OUT");
});

test("a failed or timed-out execution is queued again, as often as configured", async () => {
  const { thingName, jobId } = await seedThing({
    timeoutMinutes: 5,
    retry: [
      { failureType: "FAILED", numberOfRetries: 1 },
      { failureType: "TIMED_OUT", numberOfRetries: 1 },
    ],
  });
  await aws.act({ thingName, jobId, act: "start" }, { thingName, jobId, act: "fail" });
  expect(await summary(thingName, jobId)).toMatchObject({
    status: "QUEUED",
    retryAttempt: 1,
    executionNumber: 1,
  });
  expect(await summary(thingName, jobId)).not.toHaveProperty("startedAt");
  await aws.act({ thingName, jobId, act: "start" });
  await aws.advance(5 * MINUTE_MS);
  expect(await summary(thingName, jobId)).toMatchObject({ status: "QUEUED", retryAttempt: 2 });
  await aws.act({ thingName, jobId, act: "start" }, { thingName, jobId, act: "fail" });
  expect(await summary(thingName, jobId)).toMatchObject({ status: "FAILED", retryAttempt: 2 });
});

test("a rejected execution is not retried", async () => {
  const { thingName, jobId } = await seedThing({ retry: [{ failureType: "ALL", numberOfRetries: 3 }] });
  await aws.act({ thingName, jobId, act: "reject" });
  expect(await summary(thingName, jobId)).toMatchObject({ status: "REJECTED", retryAttempt: 0 });
});
