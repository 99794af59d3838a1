import {
  CreateJobCommand,
  DeleteJobCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  IoTClient,
  ListJobExecutionsForThingCommand,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arnOf, startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

let aws: EmulatorUnderTest;
let iot: IoTClient;
let thingName: string;
let jobId: string;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  // With the service's own pace a deletion takes long enough to be observed.
  aws.emulator.world.hasQuotas = true;
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());

/** Longer than the background deletion of a small job takes. */
const A_WHILE_MS = 60_000;

async function createJob(numberOfRetries = 0): Promise<void> {
  const retryConfig = { criteriaList: [{ failureType: "FAILED" as const, numberOfRetries }] };
  await iot.send(
    new CreateJobCommand({
      jobId,
      targets: [arnOf("thing", thingName)],
      document: "{}",
      ...(numberOfRetries > 0 ? { jobExecutionsRetryConfig: retryConfig } : {}),
    }),
  );
}

async function seedNames(): Promise<void> {
  thingName = aws.name("thing");
  jobId = aws.name("job");
  await aws.seed({ things: [{ name: thingName }] });
}

const readExecution = async () =>
  (await iot.send(new DescribeJobExecutionCommand({ thingName, jobId }))).execution!;
const readJob = async () => (await iot.send(new DescribeJobCommand({ jobId }))).job!;
const listForThing = async () =>
  (await iot.send(new ListJobExecutionsForThingCommand({ thingName }))).executionSummaries!;

describe("a job that is deleted and created again under the same id", () => {
  test("has new executions that differ from the old ones only in their times", async () => {
    await seedNames();
    await createJob();
    await aws.act({ thingName, jobId, act: "start" }, { thingName, jobId, act: "progress" });
    const [firstJob, first] = [await readJob(), await readExecution()];
    expect(first).toMatchObject({ status: "IN_PROGRESS", executionNumber: 1, versionNumber: 3 });

    await iot.send(new DeleteJobCommand({ jobId, force: true }));
    await expect(createJob()).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" });
    await aws.advance(A_WHILE_MS);
    await expect(readJob()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(readExecution()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await createJob();

    const [secondJob, second] = [await readJob(), await readExecution()];
    expect(second).toMatchObject({ status: "QUEUED", executionNumber: 1, versionNumber: 1 });
    expect(second.startedAt).toBeUndefined();
    expect(second.queuedAt!.getTime()).toBeGreaterThan(first.queuedAt!.getTime());
    expect(secondJob.createdAt!.getTime()).toBeGreaterThan(firstJob.createdAt!.getTime());
    expect(await listForThing()).toMatchObject([
      { jobId, jobExecutionSummary: { status: "QUEUED", queuedAt: second.queuedAt } },
    ]);
  });

  test("accepts a device's late report for the old execution as one for the new", async () => {
    await seedNames();
    await createJob();
    await iot.send(new DeleteJobCommand({ jobId, force: true }));
    await aws.advance(A_WHILE_MS);
    await createJob();
    expect(await aws.act({ thingName, jobId, act: "succeed" })).toMatchObject([
      { ok: true, versionNumber: 2 },
    ]);
    expect((await readExecution()).status).toBe("SUCCEEDED");
  });
});

describe("an execution that is retried", () => {
  test("keeps its number, raises its version and starts again", async () => {
    await seedNames();
    await createJob(1);
    await aws.act({ thingName, jobId, act: "start" });
    const first = await readExecution();
    await aws.advance(1_000);
    await aws.act({ thingName, jobId, act: "fail" });

    const queued = await readExecution();
    expect(queued).toMatchObject({ status: "QUEUED", executionNumber: 1, versionNumber: 3 });
    // Documented for an execution that never started; a guess for one that did.
    expect(queued.startedAt).toBeUndefined();
    expect(queued.queuedAt!.getTime()).toBeGreaterThan(first.queuedAt!.getTime());

    await aws.advance(1_000);
    await aws.act({ thingName, jobId, act: "start" });
    const second = await readExecution();
    expect(second).toMatchObject({ status: "IN_PROGRESS", executionNumber: 1, versionNumber: 4 });
    expect(second.startedAt!.getTime()).toBeGreaterThan(first.startedAt!.getTime());
    expect(await listForThing()).toMatchObject([{ jobExecutionSummary: { retryAttempt: 1 } }]);

    await aws.act({ thingName, jobId, act: "fail" });
    expect(await readExecution()).toMatchObject({ status: "FAILED", versionNumber: 5 });
  });
});
