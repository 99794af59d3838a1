import {
  CancelJobCommand,
  CancelJobExecutionCommand,
  DeleteJobExecutionCommand,
  DescribeEventConfigurationsCommand,
  IoTClient,
  UpdateEventConfigurationsCommand,
} from "@aws-sdk/client-iot";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arnOf, startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

/** So long that the milliseconds between two calls do not change the order. */
const DAY_MS = 86_400_000;

let aws: EmulatorUnderTest;
let iot: IoTClient;
let sqs: SQSClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  sqs = new SQSClient(aws.connection);
});
afterAll(() => aws.stop());

type Payload = { eventType: string; eventId: string; operation: string; jobId: string; thingArn?: string };

/** All received messages, in the order of their arrival. */
async function drain(): Promise<Payload[]> {
  const QueueUrl = `${aws.url}/123456789012/iot-events`;
  const drained: Payload[] = [];
  for (;;) {
    const question = { QueueUrl, MaxNumberOfMessages: 10 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(question));
    if (Messages.length === 0) return drained;
    for (const { ReceiptHandle } of Messages)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    drained.push(...Messages.map(({ Body }) => JSON.parse(Body!) as Payload));
  }
}

async function seedJob(count: number) {
  const jobId = aws.name("job");
  const things = Array.from({ length: count }, (_, at) => `${jobId}:thing-${at}`);
  await aws.seed({
    things: things.map((name) => ({ name })),
    jobs: [{ jobId, targets: { things }, executions: "queued" }],
  });
  return { jobId, things };
}

test("no event is published until its type is turned on", async () => {
  const { jobId, things } = await seedJob(2);
  await iot.send(new CancelJobExecutionCommand({ jobId, thingName: things[0] }));
  expect(await drain()).toEqual([]);

  const { eventConfigurations: before } = await iot.send(new DescribeEventConfigurationsCommand({}));
  expect(before).toMatchObject({ JOB: { Enabled: false }, JOB_EXECUTION: { Enabled: false } });
  const eventConfigurations = { JOB: { Enabled: true }, JOB_EXECUTION: { Enabled: true } };
  await iot.send(new UpdateEventConfigurationsCommand({ eventConfigurations }));
  await iot.send(new UpdateEventConfigurationsCommand({}));
  const { eventConfigurations: after } = await iot.send(new DescribeEventConfigurationsCommand({}));
  expect(after).toMatchObject({ ...eventConfigurations, THING: { Enabled: false } });

  await aws.act({ thingName: things[1]!, jobId, act: "start" });
  await aws.act({ thingName: things[1]!, jobId, act: "succeed", statusDetails: { step: "done" } });
  const events = await drain();
  expect(events.find(({ eventType }) => eventType === "JOB_EXECUTION")).toEqual({
    eventType: "JOB_EXECUTION",
    eventId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    timestamp: expect.closeTo(Date.now() / 1_000, -2) as number,
    operation: "succeeded",
    jobId,
    thingArn: arnOf("thing", things[1]!),
    status: "SUCCEEDED",
    statusDetails: { step: "done" },
  });
  expect(events.find(({ eventType }) => eventType === "JOB")).toMatchObject({
    operation: "completed",
    jobId,
    status: "COMPLETED",
    targetSelection: "SNAPSHOT",
    targets: things.map((name) => arnOf("thing", name)),
    completedAt: expect.closeTo(Date.now(), -5) as number,
    jobProcessDetails: { numberOfSucceededThings: 1, numberOfCanceledThings: 1 },
  });
  expect(events).toHaveLength(2);
});

test("canceling or deleting a job publishes an event at the start, for each execution and at the end", async () => {
  await aws.control("POST", "settings", { events: { on: true } });
  const { jobId, things } = await seedJob(2);
  await iot.send(new CancelJobCommand({ jobId, comment: "wrong image" }));
  await expect
    .poll(async () => (await aws.control("GET", "stats")).body)
    .toMatchObject({ openExecutions: 0 });
  const thingName = things[0]!;
  await iot.send(new DeleteJobExecutionCommand({ jobId, thingName, executionNumber: 1 }));
  const events = await drain();
  expect(events[0]).toMatchObject({ status: "CANCELLATION_IN_PROGRESS", comment: "wrong image" });
  expect(events[3]).not.toHaveProperty("comment");
  const operations = events.map(({ eventType, operation }) => `${eventType} ${operation}`);
  expect(operations).toEqual([
    "JOB cancellation_in_progress",
    "JOB_EXECUTION canceled",
    "JOB_EXECUTION canceled",
    "JOB canceled",
    "JOB_EXECUTION deleted",
  ]);
});

test("events can come twice and out of order, in the same way for the same seed", async () => {
  const orders: string[][] = [];
  for (const seed of [7, 7]) {
    await aws.control("POST", "settings", {
      events: { on: true, duplicates: 0.5, disorderMs: DAY_MS, seed },
    });
    const { jobId, things } = await seedJob(20);
    for (const thingName of things) await iot.send(new CancelJobExecutionCommand({ jobId, thingName }));
    await aws.advance(DAY_MS);
    orders.push(
      (await drain()).flatMap(({ thingArn }) =>
        thingArn === undefined ? [] : [thingArn.split("-").at(-1)!],
      ),
    );
  }
  const [first, second] = orders;
  expect(first!.length).toBeGreaterThan(20);
  expect(new Set(first).size).toBe(20);
  expect(first!.slice(0, 10)).not.toEqual(Array.from({ length: 10 }, (_, at) => String(at)));
  expect(second).toEqual(first);
});
