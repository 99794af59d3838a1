import {
  CreateJobCommand,
  DeleteJobExecutionCommand,
  DescribeJobCommand,
  IoTClient,
  ListJobExecutionsForJobCommand,
  type CreateJobCommandInput,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  arnOf,
  MINUTE_MS,
  startEmulatorUnderTest,
  type EmulatorUnderTest,
} from "../testing/emulator-under-test.ts";

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());

async function createJob(count: number, more: Partial<CreateJobCommandInput>) {
  const jobId = aws.name("job");
  const things = Array.from({ length: count }, () => aws.name("thing"));
  await aws.seed({ things: things.map((name) => ({ name })) });
  const targets = things.map((name) => arnOf("thing", name));
  await iot.send(new CreateJobCommand({ jobId, targets, document: "{}", ...more }));
  return { jobId, things, thingName: things[0]! };
}
const readJob = async (jobId: string) => (await iot.send(new DescribeJobCommand({ jobId }))).job!;
const readStatuses = async (jobId: string) =>
  (await iot.send(new ListJobExecutionsForJobCommand({ jobId }))).executionSummaries!.map(
    ({ jobExecutionSummary }) => jobExecutionSummary!.status,
  );
const retry = (failureType: "FAILED" | "TIMED_OUT", numberOfRetries: number) => ({
  jobExecutionsRetryConfig: { criteriaList: [{ failureType, numberOfRetries }] },
});

test("three failed tries of one thing count as three failures of a single execution", async () => {
  const { jobId, thingName } = await createJob(1, retry("FAILED", 2));
  const fail = { thingName, jobId, act: "fail" as const };
  await aws.act(fail);
  expect((await readJob(jobId)).jobProcessDetails).toMatchObject({
    numberOfFailedThings: 1,
    numberOfQueuedThings: 1,
  });
  await aws.act(fail, fail);
  expect(await readJob(jobId)).toMatchObject({
    status: "COMPLETED",
    jobProcessDetails: { numberOfFailedThings: 3, numberOfQueuedThings: 0 },
  });
  expect(await readStatuses(jobId)).toEqual(["FAILED"]);
});

test("a timed-out try still counts after a later try succeeds", async () => {
  const timeoutConfig = { inProgressTimeoutInMinutes: 5 };
  const { jobId, thingName } = await createJob(1, { ...retry("TIMED_OUT", 1), timeoutConfig });
  await aws.act({ thingName, jobId, act: "start" });
  await aws.advance(6 * MINUTE_MS);
  await aws.act({ thingName, jobId, act: "succeed" });
  expect((await readJob(jobId)).jobProcessDetails).toMatchObject({
    numberOfTimedOutThings: 1,
    numberOfSucceededThings: 1,
    numberOfFailedThings: 0,
  });
});

test("deleting an execution removes all its tries from the counts", async () => {
  const { jobId, thingName } = await createJob(2, retry("FAILED", 2));
  await aws.act({ thingName, jobId, act: "fail" }, { thingName, jobId, act: "fail" });
  await iot.send(new DeleteJobExecutionCommand({ jobId, thingName, executionNumber: 1, force: true }));
  expect((await readJob(jobId)).jobProcessDetails).toMatchObject({
    numberOfFailedThings: 0,
    numberOfQueuedThings: 1,
  });
});

test("retryable failures count towards the abort criteria, and are not retried once the job aborts", async () => {
  const { jobId, thingName } = await createJob(5, {
    ...retry("FAILED", 10),
    abortConfig: {
      criteriaList: [
        { failureType: "FAILED", action: "CANCEL", thresholdPercentage: 50, minNumberOfExecutedThings: 3 },
      ],
    },
  });
  const fail = { thingName, jobId, act: "fail" as const };
  await aws.act(fail, fail);
  expect((await readJob(jobId)).status).toBe("IN_PROGRESS");
  await aws.act(fail);
  expect(await readJob(jobId)).toMatchObject({
    status: "CANCELED",
    jobProcessDetails: { numberOfFailedThings: 3 },
  });
  await aws.advance(MINUTE_MS);
  expect((await readStatuses(jobId)).sort()).toEqual([...Array<string>(4).fill("CANCELED"), "FAILED"]);
});
