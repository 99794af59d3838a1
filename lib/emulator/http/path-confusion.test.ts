import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { CancelJobExecutionCommand, DescribeJobCommand, IoTClient } from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

const someRequestId: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  await aws.seed({
    things: [{ name: "t" }],
    jobs: [{ jobId: "J", targets: { things: ["t"] }, executions: "queued" }],
  });
});
afterAll(() => aws.stop());

/** Sends the request line exactly as given: clients normalise paths, sockets do not. */
async function sendRaw(method: string, path: string, { service = "iot", signed = true } = {}) {
  const socket = connect(aws.port, "127.0.0.1");
  const credential = `Credential=AKID/20261123/eu-west-1/${service}/aws4_request`;
  socket.write(
    [
      `${method} ${path} HTTP/1.1`,
      "Host: localhost",
      ...(signed ? [`Authorization: AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=00`] : []),
      "Content-Length: 0",
      "Connection: close",
      "",
      "",
    ].join("\r\n"),
  );
  const answer = await text(socket);
  return {
    status: Number(answer.split(" ")[1]),
    errorType: /x-amzn-ErrorType: (\S+)/i.exec(answer)?.[1],
    requestId: /x-amzn-RequestId: (\S+)/i.exec(answer)?.[1],
    body: answer.split("\r\n\r\n")[1] ?? "",
  };
}

const jobStatus = async () => (await iot.send(new DescribeJobCommand({ jobId: "J" }))).job?.status;

test.each([
  "/things/../jobs/J/cancel",
  "/things/../jobs/J/cancel?force=true",
  "/things/%2e%2e/jobs/J/cancel",
  "/things/%2E%2E/jobs/J/cancel",
  "/things/./jobs/J/cancel",
  "/things//jobs/J/cancel",
  "/things/t%2F../jobs/J/cancel",
  "/things/%/jobs/J/cancel",
  "/things/%ff/jobs/J/cancel",
  "/jobs//cancel",
  "/jobs/%2e/cancel",
])("%s is a bad request and cancels nothing", async (path) => {
  expect(await sendRaw("PUT", path)).toMatchObject({ status: 400, errorType: "InvalidRequestException" });
  expect(await jobStatus()).toBe("IN_PROGRESS");
});

test("the SDK's own way of sending .. as a thing name is refused", async () => {
  const cancel = new CancelJobExecutionCommand({ thingName: "..", jobId: "J", force: true });
  await expect(iot.send(cancel)).rejects.toMatchObject({ name: "InvalidRequestException" });
  expect(await jobStatus()).toBe("IN_PROGRESS");
});

test.each([
  ["PATCH", "/jobs/J/cancel"],
  ["PUT", "/x/../jobs/J/cancel"],
  ["GET", "/"],
  ["GET", "/things/t/shadow"],
])("%s %s is an unknown operation, and no success", async (method, path) => {
  const answer = await sendRaw(method, path);
  expect(answer).toMatchObject({
    status: 404,
    errorType: "UnknownOperationException",
    requestId: someRequestId,
  });
});

test("a call that is unsigned or signed for another service is refused with 403", async () => {
  expect(await sendRaw("GET", "/jobs", { signed: false })).toMatchObject({
    status: 403,
    errorType: "MissingAuthenticationTokenException",
  });
  expect(await sendRaw("GET", "/jobs", { service: "s3" })).toMatchObject({
    status: 403,
    errorType: "InvalidSignatureException",
  });
});

test("the signing name decides which plane's DescribeJobExecution is called", async () => {
  const describe = async (service: string) => {
    const { body } = await sendRaw("GET", "/things/t/jobs/J", { service });
    return (JSON.parse(body) as { execution: { queuedAt: number } }).execution;
  };
  const control = await describe("iot");
  const device = await describe("iot-jobs-data");
  expect(control).toMatchObject({ thingArn: "arn:aws:iot:eu-west-1:123456789012:thing/t" });
  expect(device).toMatchObject({ thingName: "t", jobDocument: "{}" });
  expect(device.queuedAt).toBe(Math.floor(control.queuedAt));
});
