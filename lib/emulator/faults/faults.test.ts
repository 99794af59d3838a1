import { CancelJobExecutionCommand, DescribeJobExecutionCommand, IoTClient } from "@aws-sdk/client-iot";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

let aws: EmulatorUnderTest;
let iot: IoTClient;
let ref: { thingName: string; jobId: string };
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());
beforeEach(async () => {
  ref = { thingName: aws.name("thing"), jobId: aws.name("job") };
  await aws.seed({
    things: [{ name: ref.thingName }],
    jobs: [{ jobId: ref.jobId, targets: { things: [ref.thingName] }, executions: "queued" }],
  });
});

const cancel = (client: IoTClient = iot) => client.send(new CancelJobExecutionCommand(ref));
const status = async () => (await iot.send(new DescribeJobExecutionCommand(ref))).execution?.status;
const inject = (fault: object) =>
  aws.fault({ api: "CancelJobExecution", match: { thingName: ref.thingName }, ...fault });

test.each([
  [{ kind: "throttle" }, { name: "ThrottlingException", $metadata: { httpStatusCode: 400 } }],
  [{ kind: "error" }, { name: "InternalFailureException", $metadata: { httpStatusCode: 500 } }],
  [
    { kind: "error", errorName: "ServiceUnavailableException" },
    { name: "ServiceUnavailableException", $metadata: { httpStatusCode: 503 } },
  ],
  [{ kind: "deny" }, { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } }],
])("%j fails the next call, changes nothing, and is used up", async (fault, error) => {
  await inject(fault);
  await expect(cancel()).rejects.toMatchObject(error);
  expect(await status()).toBe("QUEUED");
  await cancel();
  expect(await status()).toBe("CANCELED");
});

test("a denial names the action and the resource", async () => {
  await inject({ kind: "deny" });
  await expect(cancel()).rejects.toThrow(
    `is not authorized to perform: iot:CancelJobExecution on resource: arn:aws:iot:eu-west-1:123456789012:job/${ref.jobId}`,
  );
});

test("the SDK cannot read a 500 with HTML", async () => {
  await inject({ kind: "html-500" });
  await expect(cancel()).rejects.toMatchObject({ name: "SyntaxError" });
});

test("a call whose answer is lost has been performed", async () => {
  await inject({ kind: "lose-answer" });
  await expect(cancel()).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(await status()).toBe("CANCELED");
});

test("with the SDK's own retry a lost answer ends in InvalidStateTransition", async () => {
  const retrying = new IoTClient({ ...aws.connection, maxAttempts: 3 });
  await inject({ kind: "lose-answer" });
  await expect(cancel(retrying)).rejects.toMatchObject({ name: "InvalidStateTransitionException" });
  expect(await status()).toBe("CANCELED");
  retrying.destroy();
});

test("an error after acting looks like a failure, but the call was performed", async () => {
  await inject({ kind: "error", afterActing: true });
  await expect(cancel()).rejects.toMatchObject({ name: "InternalFailureException" });
  expect(await status()).toBe("CANCELED");
});

test("the log distinguishes an error after acting from one before", async () => {
  await inject({ kind: "error" });
  await inject({ kind: "error", afterActing: true });
  for (let call = 0; call < 2; call++)
    await expect(cancel()).rejects.toMatchObject({ name: "InternalFailureException" });
  const query = `log?api=CancelJobExecution&jobId=${ref.jobId}`;
  const { body } = await aws.control<{ calls: { status: number; hasActed?: boolean }[] }>("GET", query);
  expect(body.calls.map(({ status, hasActed = false }) => ({ status, hasActed }))).toEqual([
    { status: 500, hasActed: false },
    { status: 500, hasActed: true },
  ]);
});

test("a slow answer arrives in the end", async () => {
  await inject({ kind: "slow", delayMs: 50 });
  await cancel();
  expect(await status()).toBe("CANCELED");
});

test("an omitted member is missing from the answer, and the call takes effect", async () => {
  await aws.fault({
    api: "DescribeJobExecution",
    kind: "omit",
    member: "versionNumber",
    match: { thingName: ref.thingName },
  });
  const { execution } = await iot.send(new DescribeJobExecutionCommand(ref));
  expect(execution).toMatchObject({ status: "QUEUED", executionNumber: 1 });
  expect(execution).not.toHaveProperty("versionNumber");
  expect((await iot.send(new DescribeJobExecutionCommand(ref))).execution).toMatchObject({
    versionNumber: 1,
  });
});

test("count limits how often a fault strikes, match limits which calls, and DELETE clears all faults", async () => {
  await aws.fault({ api: "CancelJobExecution", kind: "throttle", match: { jobId: "another-job" } });
  await inject({ kind: "throttle", count: 2 });
  for (let call = 0; call < 2; call++)
    await expect(cancel()).rejects.toMatchObject({ name: "ThrottlingException" });
  await cancel();
  await inject({ kind: "throttle", count: 100 });
  expect((await aws.control<{ faults: unknown[] }>("GET", "faults")).body.faults).toHaveLength(2);
  await aws.control("DELETE", "faults");
  expect((await aws.control("GET", "faults")).body).toEqual({ faults: [] });
});
