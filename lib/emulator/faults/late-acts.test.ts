import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";
import { readCalls, seedQueuedExecution, waitForCall } from "../testing/queued-execution.ts";

/** Each test has its own emulator, since the tests move the clock. */
let aws: EmulatorUnderTest;
beforeEach(async () => {
  aws = await startEmulatorUnderTest();
});
afterEach(() => aws.stop());

const ACTS_AFTER_MS = 600_000;

test.each([
  [{ kind: "reset" }],
  [{ kind: "error" }],
  [{ kind: "throttle" }],
  [{ kind: "deny" }],
  [{ kind: "html", status: 200 }],
  [{ kind: "html-500" }],
  [{ kind: "empty", status: 503 }],
  [{ kind: "no-content" }],
  [{ kind: "wrong-200" }],
  [{ kind: "wrong-json" }],
  [{ kind: "not-http" }],
  [{ kind: "cut-off" }],
  [{ kind: "oversized-headers" }],
])("%j comes before the call is performed, with actsAfterMs", async (fault) => {
  const { failCancel, cancelRaw, readStatus, readCalls } = await seedQueuedExecution(aws);
  await failCancel({ ...fault, actsAfterMs: ACTS_AFTER_MS });
  await cancelRaw().ended;
  await aws.advance(ACTS_AFTER_MS - 60_000);
  expect(await readStatus()).toBe("QUEUED");
  const [early] = await readCalls("CancelJobExecution");
  expect(early).not.toHaveProperty("hasActed");

  await aws.advance(60_000);
  const calls = await readCalls("CancelJobExecution");
  expect(calls).toMatchObject([
    { seq: early!.seq, hasActed: true, acceptedCount: 1, cancellations: [{ isAccepted: true }] },
  ]);
  expect(calls[0]!.cancellations![0]!.at - early!.at).toBeGreaterThanOrEqual(ACTS_AFTER_MS - 60_000);
  expect(await readStatus()).toBe("CANCELED");
});

test("a call that hangs can be performed late, after the caller has closed the connection", async () => {
  const { failCancel, cancelRaw, readStatus, jobId } = await seedQueuedExecution(aws);
  await failCancel({ kind: "hang", actsAfterMs: ACTS_AFTER_MS });
  const call = cancelRaw();
  await waitForCall(aws, `api=CancelJobExecution&jobId=${jobId}`);
  call.socket.destroy();
  await call.ended;
  expect(await readStatus()).toBe("QUEUED");
  await aws.advance(ACTS_AFTER_MS);
  expect(await readStatus()).toBe("CANCELED");
});

test("a late cancellation of an execution that has ended by then is refused and logged", async () => {
  const { failCancel, cancelRaw, readStatus, readCalls, thingName, jobId } = await seedQueuedExecution(aws);
  await failCancel({ kind: "reset", actsAfterMs: ACTS_AFTER_MS });
  await cancelRaw().ended;
  await aws.act({ thingName, jobId, act: "succeed" });
  await aws.advance(ACTS_AFTER_MS);
  const [logged] = await readCalls("CancelJobExecution");
  expect(logged).toMatchObject({
    cancellations: [
      {
        isAccepted: false,
        errorName: "InvalidStateTransitionException",
        execution: { status: "SUCCEEDED", versionNumber: 2 },
      },
    ],
  });
  expect(logged).not.toHaveProperty("acceptedCount");
  expect(await readStatus()).toBe("SUCCEEDED");
});

test("a call of SQS can be performed late too, and is logged", async () => {
  await aws.fault({ api: "SendMessage", kind: "empty", status: 503, actsAfterMs: ACTS_AFTER_MS });
  const queue = `${aws.url}/123456789012/iot-events`;
  const sqs = new SQSClient(aws.connection);
  const send = new SendMessageCommand({ QueueUrl: queue, MessageBody: "late" });
  await expect(sqs.send(send)).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
  expect(await readCalls(aws, "api=SendMessage")).not.toMatchObject([{ hasActed: true }]);
  await aws.advance(ACTS_AFTER_MS);
  await vi.waitFor(async () =>
    expect(await readCalls(aws, "api=SendMessage")).toMatchObject([{ hasActed: true, acceptedCount: 1 }]),
  );
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue }));
  expect(Messages).toMatchObject([{ Body: "late" }]);
});

test("a reset discards calls that were to be performed later", async () => {
  const first = await seedQueuedExecution(aws);
  await first.failCancel({ kind: "reset", actsAfterMs: ACTS_AFTER_MS });
  await first.cancelRaw().ended;
  await aws.control("POST", "reset", {});
  const { thingName, jobId } = first;
  await aws.seed({
    things: [{ name: thingName }],
    jobs: [{ jobId, targets: { things: [thingName] }, executions: "queued" }],
  });
  await aws.advance(ACTS_AFTER_MS);
  expect(await first.readStatus()).toBe("QUEUED");
});

const NEVER_MS = 600_000;

test.each([
  ["reset", { kind: "slow", delayMs: NEVER_MS }],
  ["reset", { kind: "slow-drip", delayMs: NEVER_MS }],
  ["reset", { kind: "hang" }],
  ["stop", { kind: "slow", delayMs: NEVER_MS }],
  ["stop", { kind: "slow-drip", delayMs: NEVER_MS }],
  ["stop", { kind: "hang" }],
])("a %s ends the calls that wait: %j", async (ending, fault) => {
  const { failCancel, cancelRaw } = await seedQueuedExecution(aws);
  await failCancel({ ...fault, count: "unlimited" });
  const call = cancelRaw();
  await waitUntilStruck();
  if (ending === "reset") await aws.control("POST", "reset", {});
  else await aws.stop();
  await call.ended;
  expect(call.text).toBe("");
  if (ending === "stop") aws = await startEmulatorUnderTest();
});

async function waitUntilStruck(): Promise<void> {
  await vi.waitFor(async () => {
    const { body } = await aws.control<{ faults: { struck: number }[] }>("GET", "faults");
    expect(body.faults).toMatchObject([{ struck: 1 }]);
  });
}
