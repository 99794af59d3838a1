import {
  AddThingToThingGroupCommand,
  CancelJobCommand,
  CancelJobExecutionCommand,
  CreateJobCommand,
  DeleteJobCommand,
  DeleteJobExecutionCommand,
  DeleteThingCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  GetJobDocumentCommand,
  ListJobExecutionsForThingCommand,
  ListJobsCommand,
  RemoveThingFromThingGroupCommand,
  type CreateJobCommandInput,
  IoTClient,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  arnOf,
  MINUTE_MS,
  startEmulatorUnderTest,
  type EmulatorUnderTest,
} from "../testing/emulator-under-test.ts";

const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());

async function seedThings(count: number, group?: string): Promise<string[]> {
  const names = Array.from({ length: count }, () => aws.name("thing"));
  await aws.seed({
    groups: group === undefined ? [] : [{ name: group }],
    things: names.map((name) => ({ name, groups: group === undefined ? [] : [group] })),
  });
  return names;
}

async function createJob(targets: string[], more: Partial<CreateJobCommandInput> = {}): Promise<string> {
  const jobId = aws.name("job");
  await iot.send(new CreateJobCommand({ jobId, targets, document: '{"do":"it"}', ...more }));
  return jobId;
}

const readJob = async (jobId: string) => (await iot.send(new DescribeJobCommand({ jobId }))).job!;
const readExecution = async (jobId: string, thingName: string) =>
  (await iot.send(new DescribeJobExecutionCommand({ jobId, thingName }))).execution!;
const count = async (jobId: string) => (await readJob(jobId)).jobProcessDetails!;

test("a snapshot completes when its last execution ends, whatever its status", async () => {
  const [a, b] = await seedThings(2);
  const jobId = await createJob([arnOf("thing", a!), arnOf("thing", b!)], { description: "two of them" });
  expect(await iot.send(new GetJobDocumentCommand({ jobId }))).toMatchObject({ document: '{"do":"it"}' });
  await aws.act({ thingName: a!, jobId, act: "start" }, { thingName: a!, jobId, act: "fail" });
  expect((await readJob(jobId)).status).toBe("IN_PROGRESS");
  await aws.act({ thingName: b!, jobId, act: "reject" });
  expect(await readJob(jobId)).toMatchObject({
    status: "COMPLETED",
    description: "two of them",
    jobProcessDetails: { numberOfFailedThings: 1, numberOfRejectedThings: 1, numberOfQueuedThings: 0 },
  });
});

test("CancelJob cancels the job at once and its executions afterwards, those in progress only by force", async () => {
  const things = await seedThings(3);
  for (const force of [false, true]) {
    const jobId = await createJob(things.map((name) => arnOf("thing", name)));
    await aws.act({ thingName: things[0]!, jobId, act: "start" });
    const cancel = new CancelJobCommand({ jobId, force, reasonCode: "WRONG_IMAGE", comment: "typo" });
    expect(await iot.send(cancel)).toMatchObject({ jobId, jobArn: arnOf("job", jobId) });
    expect((await readJob(jobId)).status).toBe("CANCELED");
    await aws.advance(1_000);
    expect(await readJob(jobId)).not.toHaveProperty("completedAt");
    expect(await readJob(jobId)).toMatchObject({
      status: "CANCELED",
      isConcurrent: false,
      reasonCode: "WRONG_IMAGE",
      comment: "typo",
      jobProcessDetails: {
        numberOfCanceledThings: force ? 3 : 2,
        numberOfInProgressThings: force ? 0 : 1,
      },
    });
    await expect(iot.send(cancel)).rejects.toMatchObject({ name: "InvalidRequestException" });
    const [result] = await aws.act({ thingName: things[0]!, jobId, act: "succeed" });
    expect(result).toMatchObject(force ? { ok: false, reason: "invalid-state-transition" } : { ok: true });
  }
});

test("with quotas on, a large job cancels about 1,000 executions a minute and counts as concurrent meanwhile", async () => {
  const slow = await startEmulatorUnderTest({ quotas: "aws" });
  const slowIot = new IoTClient(slow.connection);
  try {
    await slow.seed({
      thingRange: [{ prefix: "d", from: 0, count: 2_500 }],
      jobs: [
        {
          jobId: "big",
          targets: {},
          status: "IN_PROGRESS",
          executions: { forThings: { prefix: "d", from: 0, count: 2_500 }, status: "QUEUED" },
        },
      ],
    });
    await slowIot.send(new CancelJobCommand({ jobId: "big" }));
    const { job: before } = await slowIot.send(new DescribeJobCommand({ jobId: "big" }));
    expect(before).toMatchObject({ status: "CANCELED", isConcurrent: true });
    // Ten steps of a hundred, and some seconds of room for the real time that this test takes.
    await slow.advance(MINUTE_MS - 4_000);
    const { job } = await slowIot.send(new DescribeJobCommand({ jobId: "big" }));
    expect(job?.isConcurrent).toBe(true);
    expect(job?.jobProcessDetails?.numberOfCanceledThings).toBe(1_000);
    await slow.advance(2 * MINUTE_MS);
    const { job: after } = await slowIot.send(new DescribeJobCommand({ jobId: "big" }));
    expect(after).toMatchObject({
      isConcurrent: false,
      jobProcessDetails: { numberOfCanceledThings: 2_500 },
    });
  } finally {
    await slow.stop();
  }
});

test("a rollout reaches maximumPerMinute things a minute", async () => {
  const group = aws.name("group");
  await seedThings(12, group);
  const jobId = await createJob([arnOf("thinggroup", group)], {
    jobExecutionsRolloutConfig: { maximumPerMinute: 5 },
  });
  expect(await readJob(jobId)).toMatchObject({
    isConcurrent: true,
    jobProcessDetails: { numberOfQueuedThings: 5, processingTargets: [arnOf("thinggroup", group)] },
  });
  await aws.advance(MINUTE_MS);
  expect((await count(jobId)).numberOfQueuedThings).toBe(10);
  await aws.advance(MINUTE_MS);
  expect(await readJob(jobId)).toMatchObject({
    isConcurrent: false,
    jobProcessDetails: { numberOfQueuedThings: 12 },
  });
  expect((await count(jobId)).processingTargets).toBeUndefined();
});

test("the rate of an exponential rollout grows with the number of notified things", async () => {
  const group = aws.name("group");
  await seedThings(40, group);
  const jobId = await createJob([arnOf("thinggroup", group)], {
    jobExecutionsRolloutConfig: {
      exponentialRate: {
        baseRatePerMinute: 4,
        incrementFactor: 2,
        rateIncreaseCriteria: { numberOfNotifiedThings: 4 },
      },
    },
  });
  expect((await count(jobId)).numberOfQueuedThings).toBe(4);
  await aws.advance(MINUTE_MS);
  expect((await count(jobId)).numberOfQueuedThings).toBe(12);
});

test("a rollout with two rate criteria speeds up when the first of them is met", async () => {
  const group = aws.name("group");
  const [first, second] = await seedThings(40, group);
  const jobId = await createJob([arnOf("thinggroup", group)], {
    jobExecutionsRolloutConfig: {
      exponentialRate: {
        baseRatePerMinute: 4,
        incrementFactor: 2,
        rateIncreaseCriteria: { numberOfNotifiedThings: 100, numberOfSucceededThings: 2 },
      },
    },
  });
  await aws.act({ thingName: first!, jobId, act: "succeed" }, { thingName: second!, jobId, act: "succeed" });
  await aws.advance(MINUTE_MS);
  expect(await count(jobId)).toMatchObject({ numberOfSucceededThings: 2, numberOfQueuedThings: 10 });
});

test("canceling in the middle of a rollout stops it", async () => {
  const group = aws.name("group");
  await seedThings(4, group);
  const jobId = await createJob([arnOf("thinggroup", group)], {
    jobExecutionsRolloutConfig: { maximumPerMinute: 1 },
  });
  await iot.send(new CancelJobCommand({ jobId }));
  await aws.advance(10 * MINUTE_MS);
  expect(await count(jobId)).toMatchObject({ numberOfCanceledThings: 1, numberOfQueuedThings: 0 });
});

test("abort criteria cancel the job once enough things have failed", async () => {
  const things = await seedThings(10);
  const jobId = await createJob(
    things.map((name) => arnOf("thing", name)),
    {
      abortConfig: {
        criteriaList: [
          { failureType: "FAILED", action: "CANCEL", thresholdPercentage: 50, minNumberOfExecutedThings: 3 },
        ],
      },
    },
  );
  await aws.act({ thingName: things[0]!, jobId, act: "fail" }, { thingName: things[1]!, jobId, act: "fail" });
  expect((await readJob(jobId)).status).toBe("IN_PROGRESS");
  await aws.act(
    { thingName: things[2]!, jobId, act: "start" },
    { thingName: things[3]!, jobId, act: "succeed" },
  );
  expect(await readJob(jobId)).toMatchObject({
    status: "CANCELED",
    reasonCode: textLike(/^[A-Z_]+$/),
  });
  await aws.advance(1_000);
  expect(await count(jobId)).toMatchObject({ numberOfCanceledThings: 6, numberOfInProgressThings: 1 });
});

test("an execution that was deleted no longer counts towards the abort criteria", async () => {
  const things = await seedThings(4);
  const jobId = await createJob(
    things.map((name) => arnOf("thing", name)),
    {
      abortConfig: {
        criteriaList: [
          { failureType: "FAILED", action: "CANCEL", thresholdPercentage: 50, minNumberOfExecutedThings: 2 },
        ],
      },
    },
  );
  await aws.act({ thingName: things[0]!, jobId, act: "fail" });
  await iot.send(new DeleteJobExecutionCommand({ jobId, thingName: things[0]!, executionNumber: 1 }));
  await aws.act({ thingName: things[1]!, jobId, act: "succeed" });
  expect((await readJob(jobId)).status).toBe("IN_PROGRESS");
});

test("the timeout and retries of CreateJob are returned and take effect", async () => {
  const [thing] = await seedThings(1);
  const jobId = await createJob([arnOf("thing", thing!)], {
    timeoutConfig: { inProgressTimeoutInMinutes: 5 },
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: "TIMED_OUT", numberOfRetries: 1 }] },
  });
  expect(await readJob(jobId)).toMatchObject({
    timeoutConfig: { inProgressTimeoutInMinutes: 5 },
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: "TIMED_OUT", numberOfRetries: 1 }] },
  });
  const startAndWait = async () => {
    await aws.act({ thingName: thing!, jobId, act: "start" });
    const { approximateSecondsBeforeTimedOut } = await readExecution(jobId, thing!);
    expect(approximateSecondsBeforeTimedOut).toBeGreaterThan(4 * 60);
    expect(approximateSecondsBeforeTimedOut).toBeLessThanOrEqual(5 * 60);
    await aws.advance(5 * MINUTE_MS);
    const list = new ListJobExecutionsForThingCommand({ thingName: thing!, jobId });
    return (await iot.send(list)).executionSummaries![0]!.jobExecutionSummary;
  };
  expect(await startAndWait()).toMatchObject({ status: "QUEUED", retryAttempt: 1 });
  expect(await startAndWait()).toMatchObject({ status: "TIMED_OUT", retryAttempt: 1 });
  expect((await readJob(jobId)).status).toBe("COMPLETED");
});

test("a continuous job follows its group and never completes", async () => {
  const group = aws.name("group");
  const [member] = await seedThings(1, group);
  const [late] = await seedThings(1);
  const jobId = await createJob([arnOf("thinggroup", group)], { targetSelection: "CONTINUOUS" });
  await aws.act({ thingName: member!, jobId, act: "succeed" });
  expect((await readJob(jobId)).status).toBe("IN_PROGRESS");

  const membership = { thingGroupName: group, thingName: late! };
  await iot.send(new AddThingToThingGroupCommand(membership));
  expect(await readExecution(jobId, late!)).toMatchObject({ status: "QUEUED", executionNumber: 1 });
  await iot.send(new RemoveThingFromThingGroupCommand(membership));
  expect((await readExecution(jobId, late!)).status).toBe("REMOVED");
  await iot.send(new AddThingToThingGroupCommand(membership));
  expect(await readExecution(jobId, late!)).toMatchObject({ status: "QUEUED", executionNumber: 2 });

  await iot.send(new CancelJobExecutionCommand({ jobId, thingName: late! }));
  expect(await readJob(jobId)).toMatchObject({ status: "IN_PROGRESS", isConcurrent: false });
  const { execution: first } = await iot.send(
    new DescribeJobExecutionCommand({ jobId, thingName: late!, executionNumber: 1 }),
  );
  expect(first?.status).toBe("REMOVED");
});

test("a thing that joins a continuous job later gets it at once, whatever the rollout's rate", async () => {
  const group = aws.name("group");
  await seedThings(4, group);
  const [late] = await seedThings(1);
  const jobId = await createJob([arnOf("thinggroup", group)], {
    targetSelection: "CONTINUOUS",
    jobExecutionsRolloutConfig: { maximumPerMinute: 1 },
  });
  await iot.send(new AddThingToThingGroupCommand({ thingGroupName: group, thingName: late! }));
  expect((await readExecution(jobId, late!)).status).toBe("QUEUED");
  expect(await count(jobId)).toMatchObject({ numberOfQueuedThings: 2 });
});

test("after its end time a continuous job accepts no more things, and completes with its last execution", async () => {
  const group = aws.name("group");
  const [member] = await seedThings(1, group);
  const [late] = await seedThings(1);
  const endTime = new Date(aws.emulator.world.clock.now() + 60 * MINUTE_MS).toISOString();
  const jobId = await createJob([arnOf("thinggroup", group)], {
    targetSelection: "CONTINUOUS",
    schedulingConfig: { endTime, endBehavior: "STOP_ROLLOUT" },
  });
  await aws.advance(61 * MINUTE_MS);
  await iot.send(new AddThingToThingGroupCommand({ thingGroupName: group, thingName: late! }));
  await expect(readExecution(jobId, late!)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await aws.act({ thingName: member!, jobId, act: "succeed" });
  expect((await readJob(jobId)).status).toBe("COMPLETED");
});

test("a snapshot does not follow its group", async () => {
  const group = aws.name("group");
  await seedThings(1, group);
  const [late] = await seedThings(1);
  const jobId = await createJob([arnOf("thinggroup", group)]);
  await iot.send(new AddThingToThingGroupCommand({ thingGroupName: group, thingName: late! }));
  await expect(readExecution(jobId, late!)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("deleting a thing removes its open executions", async () => {
  const [gone, stays] = await seedThings(2);
  const jobId = await createJob([arnOf("thing", gone!), arnOf("thing", stays!)]);
  await iot.send(new DeleteThingCommand({ thingName: gone! }));
  expect((await readExecution(jobId, gone!)).status).toBe("REMOVED");
  expect(await readJob(jobId)).toMatchObject({
    status: "IN_PROGRESS",
    jobProcessDetails: { numberOfRemovedThings: 1 },
  });
});

test("a scheduled job starts and ends at its times", async () => {
  const things = await seedThings(2);
  const targets = things.map((name) => arnOf("thing", name));
  // The emulator's clock has been moved by other tests, so its own time is the base.
  const nowMs = aws.emulator.world.clock.now();
  const minute = (minutes: number) => new Date(nowMs + minutes * MINUTE_MS).toISOString();
  const jobId = await createJob(targets, {
    schedulingConfig: { startTime: minute(60), endTime: minute(120), endBehavior: "CANCEL" },
  });
  expect((await readJob(jobId)).status).toBe("SCHEDULED");
  await aws.advance(61 * MINUTE_MS);
  expect(await readJob(jobId)).toMatchObject({
    status: "IN_PROGRESS",
    jobProcessDetails: { numberOfQueuedThings: 2 },
  });
  await aws.act({ thingName: things[0]!, jobId, act: "start" });
  await aws.advance(60 * MINUTE_MS);
  expect(await readJob(jobId)).toMatchObject({
    status: "CANCELED",
    jobProcessDetails: { numberOfCanceledThings: 1, numberOfInProgressThings: 1 },
  });
});

test("with 500 concurrent jobs no other job starts, neither a new one nor a scheduled one", async () => {
  const full = await startEmulatorUnderTest({ quotas: "aws" });
  const fullIot = new IoTClient(full.connection);
  try {
    await full.seed({
      groups: [{ name: "all" }],
      thingRange: [{ prefix: "d", from: 0, count: 60, groups: ["all"] }],
    });
    const create = (jobId: string, more: object = {}) =>
      fullIot.send(new CreateJobCommand({ jobId, targets: [arnOf("thing", "d0")], document: "{}", ...more }));
    await create("later", {
      schedulingConfig: { startTime: new Date(Date.now() + 31 * MINUTE_MS).toISOString() },
    });
    await full.seed({
      jobs: Array.from({ length: 500 }, (_, index) => ({
        jobId: `slow-${index}`,
        targets: { groups: ["all"] },
        rolloutPerMinute: 1,
      })),
    });
    await expect(create("new")).rejects.toMatchObject({
      name: "LimitExceededException",
      $metadata: { httpStatusCode: 410 },
    });
    await full.advance(32 * MINUTE_MS);
    const { job } = await fullIot.send(new DescribeJobCommand({ jobId: "later" }));
    expect(job).toMatchObject({ status: "CANCELED", jobProcessDetails: { numberOfQueuedThings: 0 } });
  } finally {
    await full.stop();
  }
});

test("a job is deleted in the background, at most ten at a time", async () => {
  const slow = await startEmulatorUnderTest({ quotas: "aws" });
  const slowIot = new IoTClient(slow.connection);
  try {
    const jobIds = Array.from({ length: 11 }, (_, index) => `job-${index}`);
    await slow.control("POST", "settings", { rates: { DeleteJob: 100 } });
    await slow.seed({
      // More executions than the first step of a deletion takes, so that none ends meanwhile.
      thingRange: [{ prefix: "d", from: 0, count: 300 }],
      jobs: jobIds.map((jobId) => ({
        jobId,
        targets: {},
        executions: { forThings: { prefix: "d", from: 0, count: 300 }, status: "QUEUED" },
      })),
    });
    const remove = (jobId: string, force?: boolean) => slowIot.send(new DeleteJobCommand({ jobId, force }));
    await expect(remove("job-0")).rejects.toMatchObject({
      name: "InvalidStateTransitionException",
      $metadata: { httpStatusCode: 409 },
    });
    const outcomes = await Promise.allSettled(jobIds.map((jobId) => remove(jobId, true)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { name: "LimitExceededException", $metadata: { httpStatusCode: 410 } },
    });
    const deleting = new ListJobsCommand({ status: "DELETION_IN_PROGRESS" });
    expect((await slowIot.send(deleting)).jobs).toHaveLength(10);
    await slow.advance(MINUTE_MS);
    expect((await slowIot.send(deleting)).jobs).toEqual([]);
    expect((await slowIot.send(new ListJobsCommand({}))).jobs).toHaveLength(1);
  } finally {
    await slow.stop();
  }
});

test("an execution in progress can be deleted only by force", async () => {
  const [thing] = await seedThings(1);
  const jobId = await createJob([arnOf("thing", thing!)], { targetSelection: "CONTINUOUS" });
  await aws.act({ thingName: thing!, jobId, act: "start" });
  const remove = (force: boolean) =>
    iot.send(new DeleteJobExecutionCommand({ jobId, thingName: thing!, executionNumber: 1, force }));
  await expect(remove(false)).rejects.toMatchObject({ name: "InvalidStateTransitionException" });
  await remove(true);
  await expect(readExecution(jobId, thing!)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  expect(await count(jobId)).toMatchObject({ numberOfInProgressThings: 0 });
});
