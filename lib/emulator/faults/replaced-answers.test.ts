import { CancelJobExecutionCommand, IoTClient } from "@aws-sdk/client-iot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";
import { callRaw } from "../testing/raw-call.ts";
import { seedQueuedExecution, waitForCall } from "../testing/queued-execution.ts";

let aws: EmulatorUnderTest;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
});
afterAll(() => aws.stop());

const REQUEST_ID = /\r\nx-amzn-requestid: [0-9a-f-]{36}\r\n/i;
const UNKNOWN_OPERATION =
  '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}';

type Expected = { status: string; type?: string; body: string | RegExp; hasRequestId?: true };

/** The raw answer, which does not depend on whether the call was performed. */
const HTTP_ANSWERS: [fault: object, expected: Expected][] = [
  [
    { kind: "throttle" },
    { status: "400 Bad Request", type: "application/json", body: /Rate exceeded/, hasRequestId: true },
  ],
  [
    { kind: "error", errorName: "OddException", status: 402, message: "odd" },
    {
      status: "402 Payment Required",
      type: "application/json",
      body: '{"message":"odd"}',
      hasRequestId: true,
    },
  ],
  [
    { kind: "deny" },
    { status: "403 Forbidden", type: "application/json", body: /not authorized/, hasRequestId: true },
  ],
  [
    { kind: "html-500" },
    { status: "500 Internal Server Error", type: "text/html", body: /^<html>/, hasRequestId: true },
  ],
  [
    { kind: "html-500", requestId: false },
    { status: "500 Internal Server Error", body: /^<html>/ },
  ],
  [
    { kind: "html", status: 200 },
    { status: "200 OK", type: "text/html", body: /^<html>.*200 OK/ },
  ],
  [
    { kind: "html", status: 401 },
    { status: "401 Unauthorized", type: "text/html", body: /^<html>/ },
  ],
  [
    { kind: "html", status: 403, body: "<p>blocked" },
    { status: "403 Forbidden", body: "<p>blocked" },
  ],
  [
    { kind: "html", status: 409 },
    { status: "409 Conflict", type: "text/html", body: /^<html>/ },
  ],
  [
    { kind: "html", status: 418 },
    { status: "418 I'm a Teapot", type: "text/html", body: /^<html>/ },
  ],
  [
    { kind: "empty", status: 200 },
    { status: "200 OK", body: "" },
  ],
  [
    { kind: "empty", status: 409 },
    { status: "409 Conflict", body: "" },
  ],
  [
    { kind: "empty", status: 503, requestId: true },
    { status: "503 Service Unavailable", body: "", hasRequestId: true },
  ],
  [{ kind: "no-content" }, { status: "204 No Content", body: "" }],
  [{ kind: "wrong-200" }, { status: "200 OK", type: "application/json", body: UNKNOWN_OPERATION }],
  [
    { kind: "wrong-200", requestId: true },
    { status: "200 OK", body: UNKNOWN_OPERATION, hasRequestId: true },
  ],
  [{ kind: "wrong-json" }, { status: "200 OK", type: "application/json", body: '{"status":"ok"}' }],
  [
    { kind: "wrong-json", body: [1, "two"], requestId: true },
    { status: "200 OK", type: "application/json", body: '[1,"two"]', hasRequestId: true },
  ],
];

describe.each([
  { when: "before acting", option: {}, status: "QUEUED", acceptedCount: undefined },
  { when: "after acting", option: { afterActing: true }, status: "CANCELED", acceptedCount: 1 },
])("$when", ({ option, status, acceptedCount }) => {
  /** Cancels under a fault, and checks what the caller saw and what the emulator did. */
  async function cancelUnder(fault: object) {
    const execution = await seedQueuedExecution(aws);
    await execution.failCancel({ ...fault, ...option });
    const call = execution.cancelRaw();
    await call.ended;
    expect(await execution.readStatus()).toBe(status);
    const [logged] = await execution.readCalls("CancelJobExecution");
    expect(logged?.acceptedCount).toBe(acceptedCount);
    expect(logged?.hasActed).toBe(acceptedCount === undefined ? undefined : true);
    return { call, logged };
  }

  test.each(HTTP_ANSWERS)("%j", async (fault, expected) => {
    const { call, logged } = await cancelUnder(fault);
    const [head = "", body] = call.text.split("\r\n\r\n");
    expect(head.split("\r\n")[0]).toBe(`HTTP/1.1 ${expected.status}`);
    if (expected.type !== undefined) expect(head).toContain(`content-type: ${expected.type}`);
    if (typeof expected.body === "string") expect(body).toBe(expected.body);
    else expect(body).toMatch(expected.body);
    if (expected.status.startsWith("204")) expect(head).not.toContain("content-length");
    expect(REQUEST_ID.test(`${head}\r\n`)).toBe(expected.hasRequestId ?? false);
    expect(logged).toMatchObject({ fault: (fault as { kind: string }).kind });
    expect(logged?.isAnswerLost).toBeUndefined();
  });

  test("not-http sends bytes that are not HTTP", async () => {
    const { call, logged } = await cancelUnder({ kind: "not-http" });
    expect(call.text).toMatch(/^SSH-2\.0-/);
    expect(logged).toMatchObject({ fault: "not-http", isAnswerLost: true });
    expect((await cancelUnder({ kind: "not-http", body: "220 mail\r\n" })).call.text).toBe("220 mail\r\n");
  });

  test("reset resets the connection", async () => {
    const { call, logged } = await cancelUnder({ kind: "reset" });
    expect(call).toMatchObject({ text: "", errorCode: "ECONNRESET" });
    expect(logged).toMatchObject({ fault: "reset", isAnswerLost: true });
  });

  test("cut-off declares more bytes than it sends", async () => {
    const { call } = await cancelUnder({ kind: "cut-off" });
    const [head = "", body = ""] = call.text.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(Number(/content-length: (\d+)/.exec(head)?.[1])).toBeGreaterThan(body.length);
    expect(call.errorCode).toBeUndefined();
  });

  test("oversized-headers sends more than the 16 KB that clients accept", async () => {
    const { call } = await cancelUnder({ kind: "oversized-headers" });
    expect(call.text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(call.text.split("\r\n\r\n")[0]!.length).toBeGreaterThan(16_384);
  });

  test("hang sends nothing until the caller closes the connection", async () => {
    const execution = await seedQueuedExecution(aws);
    await execution.failCancel({ kind: "hang", ...option });
    const call = execution.cancelRaw();
    const logged = await waitForCall(aws, `api=CancelJobExecution&jobId=${execution.jobId}`);
    expect(logged).toMatchObject({ fault: "hang", isAnswerLost: true });
    expect(logged.acceptedCount).toBe(acceptedCount);
    expect(await execution.readStatus()).toBe(status);
    expect(call).toMatchObject({ text: "", errorCode: undefined });
    expect(call.socket.readyState).toBe("open");
    call.socket.destroy();
  });

  test.each([
    ["oversized-headers", { code: "HPE_HEADER_OVERFLOW" }],
    ["not-http", { code: "HPE_INVALID_CONSTANT" }],
    ["reset", { code: "ECONNRESET" }],
    ["cut-off", { code: "ECONNRESET" }],
  ])("the real SDK takes %s for a failure", async (kind, error) => {
    const { failCancel, thingName, jobId, readStatus } = await seedQueuedExecution(aws);
    const iot = new IoTClient(aws.connection);
    await failCancel({ kind, ...option });
    await expect(iot.send(new CancelJobExecutionCommand({ thingName, jobId }))).rejects.toMatchObject(error);
    expect(await readStatus()).toBe(status);
    iot.destroy();
  });
});

test("a cut-off answer with a body ends in the middle of its JSON", async () => {
  const { jobId } = await seedQueuedExecution(aws);
  await aws.fault({ api: "DescribeJob", kind: "cut-off", afterActing: true, match: { jobId } });
  const call = callRaw(aws.port, "GET", `/jobs/${jobId}`);
  await call.ended;
  const body = call.text.split("\r\n\r\n")[1]!;
  expect(body).toMatch(/^\{"/);
  expect(() => JSON.parse(body) as unknown).toThrow(SyntaxError);
});
