import {
  CancelJobCommand,
  CancelJobExecutionCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";
import { readCalls, seedQueuedExecution } from "../testing/queued-execution.ts";

const someTime: unknown = expect.any(Number);

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());

test("an accepted cancellation is logged with the execution as it was before", async () => {
  const { thingName, jobId, readCalls } = await seedQueuedExecution(aws);
  await aws.act({ thingName, jobId, act: "start" });
  const ref = { thingName, jobId };
  const { execution: seen } = await iot.send(new DescribeJobExecutionCommand(ref));
  const { job } = await iot.send(new DescribeJobCommand({ jobId }));
  await iot.send(new CancelJobExecutionCommand({ ...ref, force: true }));
  const [logged] = await readCalls("CancelJobExecution");
  expect(logged).toMatchObject({ hasActed: true, acceptedCount: 1 });
  expect(logged!.cancellations).toEqual([
    {
      at: someTime,
      isAccepted: true,
      jobCreatedAt: job!.createdAt!.getTime(),
      jobStatus: "IN_PROGRESS",
      execution: {
        status: "IN_PROGRESS",
        executionNumber: 1,
        versionNumber: 2,
        queuedAt: seen!.queuedAt!.getTime(),
        startedAt: seen!.startedAt!.getTime(),
      },
    },
  ]);
});

test("a refused cancellation is logged with its error and the execution that it found", async () => {
  const { thingName, jobId, readCalls } = await seedQueuedExecution(aws);
  await aws.act({ thingName, jobId, act: "start" });
  await iot.send(new CancelJobExecutionCommand({ thingName, jobId })).catch(() => undefined);
  const [logged] = await readCalls("CancelJobExecution");
  expect(logged).not.toHaveProperty("acceptedCount");
  expect(logged).toMatchObject({
    cancellations: [
      {
        isAccepted: false,
        errorName: "InvalidStateTransitionException",
        execution: { status: "IN_PROGRESS", versionNumber: 2 },
      },
    ],
  });
});

test("a cancellation that a fault answers without performing it is not logged as one", async () => {
  const { failCancel, cancelRaw, readCalls } = await seedQueuedExecution(aws);
  await failCancel({ kind: "wrong-200" });
  await cancelRaw().ended;
  const [logged] = await readCalls("CancelJobExecution");
  expect(logged).toMatchObject({ status: 200, fault: "wrong-200" });
  expect(logged).not.toHaveProperty("cancellations");
});

test("a cancellation of an unknown execution is logged without an execution", async () => {
  const { thingName } = await seedQueuedExecution(aws);
  const jobId = aws.name("no-such-job");
  await iot.send(new CancelJobExecutionCommand({ thingName, jobId })).catch(() => undefined);
  const [logged] = await readCalls(aws, `api=CancelJobExecution&jobId=${jobId}`);
  expect(logged!.cancellations).toEqual([
    { at: someTime, isAccepted: false, errorName: "ResourceNotFoundException" },
  ]);
});

test("CancelJob is logged with the job as it was before", async () => {
  const { jobId, readCalls } = await seedQueuedExecution(aws);
  const { job } = await iot.send(new DescribeJobCommand({ jobId }));
  await iot.send(new CancelJobCommand({ jobId }));
  await iot.send(new CancelJobCommand({ jobId })).catch(() => undefined);
  const jobCreatedAt = job!.createdAt!.getTime();
  const calls = await readCalls("CancelJob");
  expect(calls.map(({ cancellations }) => cancellations)).toMatchObject([
    [{ isAccepted: true, jobCreatedAt, jobStatus: "IN_PROGRESS" }],
    [{ isAccepted: false, jobCreatedAt, jobStatus: "CANCELED" }],
  ]);
});
