import Iot from "aws-sdk/clients/iot";
import IotJobsDataPlane from "aws-sdk/clients/iotjobsdataplane";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "./testing/emulator-under-test.ts";

// Version 2 of AWS's SDK for JavaScript is deprecated but still used in scripts. It validates, signs and reads errors
// with code of its own. vitest.config.ts keeps its deprecation notice out of the output.

let aws: EmulatorUnderTest;
let iot: Iot;
let device: IotJobsDataPlane;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  const { endpoint, region, credentials } = aws.connection;
  const options = { endpoint, region, credentials, maxRetries: 0 };
  iot = new Iot(options);
  device = new IotJobsDataPlane(options);
});
afterAll(() => aws.stop());

let ref: { thingName: string; jobId: string };
beforeEach(async () => {
  ref = { thingName: aws.name("sdk2:thing"), jobId: aws.name("sdk2-job") };
  await aws.seed({
    things: [{ name: ref.thingName }],
    jobs: [
      { jobId: ref.jobId, document: '{"a":1}', targets: { things: [ref.thingName] }, executions: "queued" },
    ],
  });
});

const describeExecution = async () => (await iot.describeJobExecution(ref).promise()).execution;
const cancel = (more: Partial<Iot.CancelJobExecutionRequest> = {}) =>
  iot.cancelJobExecution({ ...ref, ...more }).promise();
const start = () => device.startNextPendingJobExecution({ thingName: ref.thingName }).promise();
const strike = (fault: object) => aws.fault({ match: { thingName: ref.thingName }, ...fault });

test("lists continue by their tokens, with each row once", async () => {
  const prefix = `${ref.thingName}-`;
  const jobId = aws.name("sdk2-paged");
  const things = Array.from({ length: 5 }, (_, at) => `${prefix}${at}`);
  await aws.seed({
    things: things.map((name) => ({ name })),
    jobs: [{ jobId, targets: { things }, executions: "queued" }],
  });

  const seen: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await iot.listJobExecutionsForJob({ jobId, maxResults: 2, nextToken }).promise();
    expect(page.executionSummaries!.length).toBeLessThanOrEqual(2);
    for (const { thingArn, jobExecutionSummary } of page.executionSummaries!) {
      seen.push(thingArn!.split(":thing/")[1]!);
      expect(jobExecutionSummary).toMatchObject({ status: "QUEUED", executionNumber: 1 });
      expect(jobExecutionSummary!.queuedAt).toBeInstanceOf(Date);
    }
    nextToken = page.nextToken;
  } while (nextToken);
  expect(seen.sort()).toEqual(things);

  const ofThing = await iot.listJobExecutionsForThing({ thingName: things[0]!, status: "QUEUED" }).promise();
  expect(ofThing.executionSummaries).toMatchObject([{ jobId }]);
  const jobs = await iot.listJobs({ status: "IN_PROGRESS", maxResults: 250 }).promise();
  expect(jobs.jobs!.map((job) => job.jobId)).toContain(jobId);
  const all = await iot.listThings({ maxResults: 250 }).promise();
  expect(all.things!.map(({ thingName }) => thingName)).toEqual(expect.arrayContaining(things));
});

test("thing, job, document and execution are described", async () => {
  expect(await iot.describeThing({ thingName: ref.thingName }).promise()).toMatchObject({
    thingName: ref.thingName,
    version: 1,
  });
  const { job } = await iot.describeJob({ jobId: ref.jobId }).promise();
  expect(job).toMatchObject({ status: "IN_PROGRESS", jobProcessDetails: { numberOfQueuedThings: 1 } });
  expect(job!.createdAt).toBeInstanceOf(Date);
  expect(await iot.getJobDocument({ jobId: ref.jobId }).promise()).toEqual({ document: '{"a":1}' });
  const execution = await describeExecution();
  expect(execution).toMatchObject({
    jobId: ref.jobId,
    status: "QUEUED",
    versionNumber: 1,
    executionNumber: 1,
  });
  expect(execution).not.toHaveProperty("startedAt");
});

describe("CancelJobExecution", () => {
  test("cancels, by version and with details", async () => {
    await cancel({ expectedVersion: 1, statusDetails: { by: "sdk2" } });
    expect(await describeExecution()).toMatchObject({
      status: "CANCELED",
      statusDetails: { detailsMap: { by: "sdk2" } },
    });
  });

  test("cancels an execution in progress only with force", async () => {
    await start();
    await expect(cancel()).rejects.toMatchObject({
      code: "InvalidStateTransitionException",
      statusCode: 409,
    });
    await cancel({ force: true });
    expect(await describeExecution()).toMatchObject({ status: "CANCELED", forceCanceled: true });
  });

  test.each<[string, Partial<Iot.CancelJobExecutionRequest>, object]>([
    ["another version", { expectedVersion: 9 }, { code: "VersionConflictException", statusCode: 409 }],
    ["no such job", { jobId: "none" }, { code: "ResourceNotFoundException", statusCode: 404 }],
    ["no such thing", { thingName: "none" }, { code: "ResourceNotFoundException", statusCode: 404 }],
    ["a bad name", { thingName: "a b" }, { code: "InvalidRequestException", statusCode: 400 }],
    ["a bad detail", { statusDetails: { "a b": "c" } }, { code: "InvalidRequestException", statusCode: 400 }],
  ])("refuses %s, and changes nothing", async (_, more, error) => {
    await expect(cancel(more)).rejects.toMatchObject(error);
    expect(await describeExecution()).toMatchObject({ status: "QUEUED", versionNumber: 1 });
  });

  test.each([
    [{ kind: "throttle" }, { code: "ThrottlingException", statusCode: 400, retryable: true }],
    [
      { kind: "error", errorName: "ServiceUnavailableException" },
      { code: "ServiceUnavailableException", statusCode: 503, retryable: true },
    ],
    [{ kind: "deny" }, { code: "AccessDeniedException", statusCode: 403, retryable: false }],
  ])("%j is understood, and has changed nothing", async (fault, error) => {
    await strike({ api: "CancelJobExecution", ...fault });
    await expect(cancel()).rejects.toMatchObject(error);
    expect(await describeExecution()).toMatchObject({ status: "QUEUED" });
  });

  test("refuses an execution that has ended", async () => {
    await cancel();
    await expect(cancel({ force: true })).rejects.toMatchObject({
      code: "InvalidStateTransitionException",
      statusCode: 409,
    });
  });

  test("is retried by the SDK when it is throttled", async () => {
    const { endpoint, region, credentials } = aws.connection;
    const retrying = new Iot({
      endpoint,
      region,
      credentials,
      maxRetries: 2,
      retryDelayOptions: { base: 1 },
    });
    await strike({ api: "CancelJobExecution", kind: "throttle", count: 2 });
    await retrying.cancelJobExecution(ref).promise();
    expect(await describeExecution()).toMatchObject({ status: "CANCELED" });
  });
});

describe("the device plane", () => {
  test("starts an execution, reports by version, and ends it", async () => {
    const { thingName, jobId } = ref;
    const pending = await device.getPendingJobExecutions({ thingName }).promise();
    expect(pending).toMatchObject({ queuedJobs: [{ jobId, versionNumber: 1 }], inProgressJobs: [] });
    expect((await start()).execution).toMatchObject({
      jobId,
      status: "IN_PROGRESS",
      jobDocument: '{"a":1}',
      versionNumber: 2,
    });
    const report = { jobId, thingName, status: "IN_PROGRESS", statusDetails: { step: "1" } };
    await device.updateJobExecution({ ...report, expectedVersion: 2 }).promise();
    await expect(
      device.updateJobExecution({ ...report, expectedVersion: 2 }).promise(),
    ).rejects.toMatchObject({ code: "VersionMismatchException", statusCode: 409 });
    // Flat here, and a map within a map on the control plane.
    expect((await device.describeJobExecution(ref).promise()).execution).toMatchObject({
      versionNumber: 3,
      statusDetails: { step: "1" },
    });
    await device.updateJobExecution({ jobId, thingName, status: "SUCCEEDED" }).promise();
    expect(await describeExecution()).toMatchObject({ status: "SUCCEEDED" });
  });

  test("a device whose execution was canceled by force can no longer report", async () => {
    await start();
    await cancel({ force: true });
    await expect(device.updateJobExecution({ ...ref, status: "SUCCEEDED" }).promise()).rejects.toMatchObject({
      code: "InvalidStateTransitionException",
      statusCode: 409,
    });
  });

  test("throttles by 429", async () => {
    await strike({ api: "Device:StartNextPendingJobExecution", kind: "throttle" });
    await expect(start()).rejects.toMatchObject({ code: "ThrottlingException", statusCode: 429 });
  });
});

test("SearchIndex: off, then on", async () => {
  const search = () =>
    iot.searchIndex({ queryString: `thingName:${ref.thingName.replace(":", "\\:")}` }).promise();
  await expect(search()).rejects.toMatchObject({ code: "ResourceNotFoundException", statusCode: 404 });
  await iot
    .updateIndexingConfiguration({
      thingIndexingConfiguration: { thingIndexingMode: "REGISTRY", thingConnectivityIndexingMode: "STATUS" },
    })
    .promise();
  expect((await search()).things!.map(({ thingName }) => thingName)).toEqual([ref.thingName]);
  expect((await iot.getIndexingConfiguration().promise()).thingIndexingConfiguration).toMatchObject({
    thingIndexingMode: "REGISTRY",
  });
});
