import { CancelJobExecutionCommand, DescribeJobCommand, IoTClient } from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";
import { readCalls, seedQueuedExecution } from "../testing/queued-execution.ts";
import { waitForBytes } from "../testing/raw-call.ts";

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());

test.each(
  [false, true].flatMap((afterActing) => [
    { kind: "slow", delayMs: 1, afterActing },
    { kind: "slow-drip", delayMs: 20, afterActing },
    { kind: "omit", member: "message", afterActing },
    { kind: "twice", afterActing },
    { kind: "lose-answer", afterActing },
  ]),
)("%j performs the call in any case", async (fault) => {
  const { failCancel, cancelRaw, readStatus, readCalls } = await seedQueuedExecution(aws);
  await failCancel(fault);
  await cancelRaw().ended;
  expect(await readStatus()).toBe("CANCELED");
  expect(await readCalls("CancelJobExecution")).toMatchObject([
    { fault: fault.kind, hasActed: true, acceptedCount: 1 },
  ]);
});

const NEVER_MS = 600_000;

test.each([
  [{}, "QUEUED"],
  [{ afterActing: true }, "CANCELED"],
])("while slow with %j holds the answer back, the execution is %s", async (option, status) => {
  const { failCancel, cancelRaw, readStatus, jobId } = await seedQueuedExecution(aws);
  await failCancel({ kind: "slow", delayMs: NEVER_MS, ...option });
  const call = cancelRaw();
  await waitUntilStruck(jobId);
  expect(await readStatus()).toBe(status);
  expect(call.text).toBe("");
  call.socket.destroy();
});

test.each(["error", "html-500", "reset", "not-http", "wrong-200"])(
  "%s waits for delayMs, after it has acted",
  async (kind) => {
    const { failCancel, cancelRaw, readStatus, jobId } = await seedQueuedExecution(aws);
    await failCancel({ kind, delayMs: NEVER_MS, afterActing: true });
    const call = cancelRaw();
    await waitUntilStruck(jobId);
    expect(await readStatus()).toBe("CANCELED");
    expect(call).toMatchObject({ text: "", errorCode: undefined });
    call.socket.destroy();
  },
);

test("slow-drip sends the headers in pieces too", async () => {
  const { failCancel, cancelRaw } = await seedQueuedExecution(aws);
  await failCancel({ kind: "slow-drip", delayMs: 60_000 });
  const call = cancelRaw();
  await waitForBytes(call, ({ pieces }) => pieces === 2);
  expect("HTTP/1.1 200 OK\r\n").toContain(call.text);
  call.socket.destroy();
});

test("slow-drip delivers the whole answer in the end", async () => {
  const { jobId } = await seedQueuedExecution(aws);
  await aws.fault({ api: "DescribeJob", kind: "slow-drip", delayMs: 50, match: { jobId } });
  const { job, $metadata } = await iot.send(new DescribeJobCommand({ jobId }));
  expect(job).toMatchObject({ jobId, status: "IN_PROGRESS" });
  expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test("twice returns the answer to the second call, after the first has canceled the execution", async () => {
  const { thingName, jobId, failCancel, readCalls } = await seedQueuedExecution(aws);
  await failCancel({ kind: "twice" });
  await expect(iot.send(new CancelJobExecutionCommand({ thingName, jobId }))).rejects.toMatchObject({
    name: "InvalidStateTransitionException",
  });
  expect(await readCalls("CancelJobExecution")).toMatchObject([
    {
      status: 409,
      errorName: "InvalidStateTransitionException",
      acceptedCount: 1,
      cancellations: [
        { isAccepted: true, execution: { status: "QUEUED", versionNumber: 1 } },
        {
          isAccepted: false,
          errorName: "InvalidStateTransitionException",
          execution: { status: "CANCELED", versionNumber: 2 },
        },
      ],
    },
  ]);
});

test("twice logs two acceptances of a call that AWS accepts each time", async () => {
  const { jobId } = await seedQueuedExecution(aws);
  await aws.fault({ api: "DescribeJob", kind: "twice", match: { jobId } });
  await iot.send(new DescribeJobCommand({ jobId }));
  await iot.send(new DescribeJobCommand({ jobId }));
  expect(await readCalls(aws, `api=DescribeJob&jobId=${jobId}`)).toMatchObject([
    { acceptedCount: 2 },
    { acceptedCount: 1 },
  ]);
});

test("faults can strike calls of STS and SQS after they were performed", async () => {
  const call = (kind: string) =>
    fetch(aws.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/${kind}/aws4_request, SignedHeaders=host, Signature=0`,
        "x-amz-target": "AmazonSQS.SendMessage",
      },
      body:
        kind === "sts"
          ? "Action=GetCallerIdentity&Version=2011-06-15"
          : JSON.stringify({ QueueUrl: `${aws.url}/123456789012/iot-events`, MessageBody: "m" }),
    });
  await aws.fault({ api: "SendMessage", kind: "wrong-200", afterActing: true });
  await aws.fault({ api: "GetCallerIdentity", kind: "no-content", afterActing: true });
  expect(await (await call("sqs")).text()).toContain("UnknownOperationException");
  expect((await call("sts")).status).toBe(204);
  for (const api of ["SendMessage", "GetCallerIdentity"])
    expect(await readCalls(aws, `api=${api}`)).toMatchObject([{ hasActed: true, acceptedCount: 1 }]);
});

/** Waits until the fault is used up: the call has arrived and waits. */
async function waitUntilStruck(jobId: string): Promise<void> {
  await vi.waitFor(async () => {
    const { body } = await aws.control<{ faults: { match: { jobId?: string } }[] }>("GET", "faults");
    expect(body.faults.filter(({ match }) => match.jobId === jobId)).toEqual([]);
  });
}
