import { once } from "node:events";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { IoTClient, ListJobsCommand } from "@aws-sdk/client-iot";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { ObservedCall } from "./call-aws";
import { checkAnswers } from "./check-answers";
import { createFleetGateway } from "./create-iot-gateway";
import type { IotGateway } from "./iot-gateway";
import { http, type RawEndpoint, startRawEndpoint } from "./testing/raw-endpoint";
import { toReadFailure } from "./to-failure";

const REF = { thingName: "kiosk:1", jobId: "fw" };
const EXECUTION = { force: false, expectedVersion: null, statusDetails: null };
const JOB = { force: false, reasonCode: null, comment: null };
const ID = "5f0c1b9e-3a52-4a61-9d0e-1f2f3a4b5c6d";
const SIGNED = { "x-amzn-RequestId": ID };
const HTML = { "content-type": "text/html; charset=utf-8" };
const SECRET = "bytes-of-the-answer";
const PAGE = `<html>${SECRET}</html>`;
const CORAL = '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}';

let endpoint: RawEndpoint;
let observed: ObservedCall[];
let iot: IotGateway;
beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "raw");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "raw");
  endpoint = await startRawEndpoint();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await endpoint.stop();
});
beforeEach(() => {
  observed = [];
  endpoint.requests = [];
  iot = gatewayTo(endpoint.url);
});

/** No bytes of an answer may be logged. */
const logged = (["debug", "info", "log", "warn", "error"] as const).map((level) => vi.spyOn(console, level));
afterEach(() => {
  for (const spy of logged) expect(inspect(spy.mock.calls, { depth: null })).not.toContain(SECRET);
});

const FRESH = { maxAgeMs: 0 };

/** The delay before a retry is a random part of a bound. */
const retryAtOnce = () => vi.spyOn(Math, "random").mockReturnValue(0);

const gatewayTo = (url: string) =>
  createFleetGateway({
    region: "eu-west-1",
    endpoint: url,
    quotas: "off",
    quotaShare: 1,
    observe: (call) => observed.push(call),
  }).as(null);

const named = (name: string, status: number, headers: Readonly<Record<string, string>> = SIGNED) =>
  http(status, { ...headers, "x-amzn-ErrorType": `${name}:` }, '{"message":"in AWS\'s words"}');

/** The outcomes of the two writes for this answer. */
async function writesOf(raw: string) {
  endpoint.answer = raw;
  const execution = await iot.cancelExecution(REF, EXECUTION);
  const job = await iot.cancelJob(REF.jobId, JOB);
  for (const each of [execution, job]) expect(JSON.stringify(each)).not.toContain(SECRET);
  return { execution: failureOf(execution), job: failureOf(job) };
}

const failureOf = (sent: { ok: true } | { ok: false; failure: object }) => (sent.ok ? "ok" : sent.failure);

const unconfirmed = (because: string, error: string) => ({ kind: "unconfirmed", because, error });
const unreadable = (error: string) => unconfirmed("unreadable", error);

describe("a write is accepted", () => {
  test.each([
    ["nothing", ""],
    ["nothing in braces", "{}"],
    ["white space around it", " {} \n"],
  ])("of an execution, with AWS's request id and %s", async (_, body) => {
    endpoint.answer = http(200, SIGNED, body);
    expect(await iot.cancelExecution(REF, EXECUTION)).toEqual({
      ok: true,
      value: undefined,
      metadata: { requestId: ID, errorName: null },
    });
    expect(observed).toMatchObject([{ outcome: "ok", throttled: false }]);
  });

  test.each(["x-amzn-RequestId", "x-amzn-request-id", "x-amz-request-id"])(
    "of a job, with its own id in the body and %s",
    async (header) => {
      endpoint.answer = http(200, { [header]: ID }, '{"jobArn":"arn","jobId":"fw"}');
      expect(await iot.cancelJob("fw", JOB)).toMatchObject({ ok: true, metadata: { requestId: ID } });
    },
  );
});

describe("a write is unconfirmed, and nothing of the answer is kept, when the answer is", () => {
  test.each([
    ["a sign-in page", http(200, HTML, PAGE), "HTTP 200 text/html"],
    ["a page with a request id", http(200, { ...HTML, ...SIGNED }, PAGE), "HTTP 200 text/html"],
    ["nothing, without a request id", http(200, {}, ""), "HTTP 200 without a media type"],
    ["braces, without a request id", http(200, {}, "{}"), "HTTP 200 without a media type"],
    [
      "an id that is none of AWS's",
      http(200, { "x-amzn-RequestId": `<${SECRET}>` }, ""),
      "HTTP 200 without a media type",
    ],
    [
      "coral's unknown operation",
      http(200, { ...SIGNED, "content-type": "application/json" }, CORAL),
      "HTTP 200 application/json",
    ],
    ["no content", http(204, SIGNED, ""), "HTTP 204 without a media type"],
    ["an array", http(200, SIGNED, "[]"), "HTTP 200 without a media type"],
    ["null", http(200, SIGNED, "null"), "HTTP 200 without a media type"],
    ["another JSON", http(200, SIGNED, `{"ok":"${SECRET}"}`), "HTTP 200 without a media type"],
    [
      "a media type that nobody knows",
      http(200, { "content-type": `text/${SECRET}` }, ""),
      "HTTP 200 of another media type",
    ],
    ["a redirect", http(302, { location: `http://${SECRET}/` }, ""), "HTTP 302 without a media type"],
    ["a page with 401", http(401, HTML, PAGE), "HTTP 401 text/html"],
    ["a page with 403", http(403, HTML, PAGE), "HTTP 403 text/html"],
    ["a page with 403 and a request id", http(403, { ...HTML, ...SIGNED }, PAGE), "HTTP 403 text/html"],
    ["JSON without a name, with 409", http(409, SIGNED, '{"message":"no"}'), "HTTP 409 without a media type"],
    ["nothing with 413", http(413, {}, ""), "HTTP 413 without a media type"],
    ["nothing with 418", http(418, {}, ""), "HTTP 418 without a media type"],
    ["nothing with 429", http(429, {}, ""), "HTTP 429 without a media type"],
    ["a page with 502", http(502, HTML, PAGE), "HTTP 502 text/html"],
    ["a name that no model has", named("ForbiddenException", 403), "ForbiddenException"],
    ["API Gateway's refusal", named("UnauthorizedException", 401), "UnauthorizedException"],
    ["an unknown operation", named("UnknownOperationException", 404), "UnknownOperationException"],
    ["a name that is no word", named(`<${SECRET}>`, 400), "an unknown error"],
    ["a name that is a number", http(403, SIGNED, '{"code":403}'), "HTTP 403 without a media type"],
    ["not HTTP", `SSH-2.0-${SECRET}\r\n\r\n`, "HPE_INVALID_CONSTANT"],
    ["20 KB of headers", http(200, { ...SIGNED, "x-page": SECRET.repeat(1_100) }, ""), "HPE_HEADER_OVERFLOW"],
  ])("%s", async (_, raw, error) => {
    const { execution, job } = await writesOf(raw);
    expect(execution).toEqual({ ...unreadable(error), api: "CancelJobExecution" });
    expect(job).toEqual({ ...unreadable(error), api: "CancelJob" });
    expect(endpoint.requests).toHaveLength(2);
  });

  test.each([
    ["an error of AWS itself", named("InternalFailureException", 500), "InternalFailureException"],
    ["AWS's own unavailability", named("ServiceUnavailableException", 503), "ServiceUnavailableException"],
    ["an error by a new name", named("BackendFailure", 500), "BackendFailure"],
    ["a refusal with a 5xx status", named("AccessDeniedException", 500), "AccessDeniedException"],
    ["an error without a name", http(500, SIGNED, ""), "HTTP 500 without a media type"],
    ["AWS's timeout", named("RequestTimeoutException", 408), "RequestTimeoutException"],
  ])("%s", async (_, raw, error) => {
    const { execution, job } = await writesOf(raw);
    expect([execution, job]).toMatchObject([unconfirmed("error", error), unconfirmed("error", error)]);
  });

  test("cut off", async () => {
    for (const raw of ["", "HTTP/1.1 200 OK\r\nx-amzn-RequestId: 1", http(200, SIGNED, "{}").slice(0, -1)]) {
      const { execution } = await writesOf(raw);
      expect(execution).toMatchObject({ kind: "unconfirmed", because: "no-answer" });
    }
  });

  test("of another operation's or of another job", async () => {
    const otherJob = await writesOf(http(200, SIGNED, '{"jobId":"other"}'));
    expect(otherJob.job).toMatchObject({ kind: "unconfirmed", because: "unreadable" });
    const noJob = await writesOf(http(200, SIGNED, "{}"));
    expect(noJob).toMatchObject({ execution: "ok", job: { kind: "unconfirmed", because: "unreadable" } });
    const itsJob = await writesOf(http(200, SIGNED, '{"jobId":"fw"}'));
    expect(itsJob).toMatchObject({ job: "ok", execution: { kind: "unconfirmed", because: "unreadable" } });
  });
});

describe("a write is refused by the names that AWS has for it", () => {
  const THROTTLED = { kind: "throttled" };
  const message = "in AWS's words";
  const rows: [name: string, status: number, ofExecution: object, ofJob: object][] = [
    ["ResourceNotFoundException", 404, { kind: "not-found" }, { kind: "not-found" }],
    [
      "InvalidRequestException",
      400,
      { kind: "invalid-request", message },
      { kind: "invalid-request", message },
    ],
    ["VersionConflictException", 409, { kind: "version-conflict" }, unreadable("VersionConflictException")],
    [
      "InvalidStateTransitionException",
      409,
      { kind: "invalid-transition" },
      unreadable("InvalidStateTransitionException"),
    ],
    ["LimitExceededException", 410, THROTTLED, { kind: "limit-exceeded" }],
    ["ValidationException", 400, { kind: "invalid-request", message }, { kind: "invalid-request", message }],
    ["InvalidQueryException", 400, unreadable("InvalidQueryException"), unreadable("InvalidQueryException")],
    [
      "IndexNotReadyException",
      400,
      unreadable("IndexNotReadyException"),
      unreadable("IndexNotReadyException"),
    ],
    [
      "AccessDeniedException",
      403,
      { kind: "denied", action: "iot:CancelJobExecution" },
      { kind: "denied", action: "iot:CancelJob" },
    ],
    [
      "ExpiredTokenException",
      403,
      { kind: "credentials", error: "ExpiredTokenException" },
      { kind: "credentials", error: "ExpiredTokenException" },
    ],
    ...[
      "ThrottlingException",
      "Throttling",
      "ThrottledException",
      "RequestThrottled",
      "RequestThrottledException",
      "RequestLimitExceeded",
      "TooManyRequestsException",
      "ProvisionedThroughputExceededException",
      "BandwidthLimitExceeded",
      "EC2ThrottledException",
      "PriorRequestNotComplete",
      "TransactionInProgressException",
    ].map((name): [string, number, object, object] => [name, 400, THROTTLED, THROTTLED]),
    ["SlowDown", 503, THROTTLED, THROTTLED],
  ];
  test.each(rows)("%s with status %i", async (name, status, ofExecution, ofJob) => {
    const { execution, job } = await writesOf(named(name, status));
    expect(execution).toMatchObject(ofExecution);
    expect(job).toMatchObject(ofJob);
  });

  test.each([
    ["in the body as `code`", http(404, {}, '{"code":"ResourceNotFoundException"}')],
    ["in the body as `__type`", http(404, {}, '{"__type":"aws#ResourceNotFoundException"}')],
    [
      "in the header, with a body that is not JSON",
      http(404, { "x-amzn-ErrorType": "ResourceNotFoundException" }, PAGE),
    ],
  ])("wherever they stand: %s", async (_, raw) => {
    expect(await writesOf(raw)).toMatchObject({
      execution: { kind: "not-found" },
      job: { kind: "not-found" },
    });
  });
});

const READS: Record<string, { read: () => Promise<unknown>; good: string; empty: string; wrong: string[] }> =
  {
    DescribeJobExecution: {
      read: () => iot.describeExecution(REF, FRESH),
      good: '{"execution":{"jobId":"fw","thingArn":"arn:aws:iot:eu-west-1:123456789012:thing/kiosk:1","statusDetails":{}}}',
      empty: '{"execution":{"jobId":"fw"}}',
      wrong: [
        '{"execution":{"status":"QUEUED"}}',
        '{"execution":{"jobId":"other"}}',
        '{"execution":{"jobId":"fw","thingArn":"arn:aws:iot:eu-west-1:123456789012:thing/kiosk:2"}}',
        '{"execution":{"jobId":"fw","queuedAt":"2026-11-30T06:00:00Z"}}',
        '{"execution":{"jobId":"fw","queuedAt":1e300}}',
        '{"execution":{"jobId":"fw","versionNumber":"7"}}',
        '{"execution":{"jobId":"fw","statusDetails":{"detailsMap":{"step":1}}}}',
      ],
    },
    ListJobExecutionsForJob: {
      read: () => iot.listExecutionsForJob("fw", null, null, FRESH),
      good: '{"executionSummaries":[{"thingArn":"arn:aws:iot:eu-west-1:123456789012:thing/kiosk:1"}],"nextToken":null}',
      empty: '{"executionSummaries":[]}',
      wrong: ['{"executionSummaries":[{"jobId":"fw"}]}', '{"executionSummaries":[],"nextToken":""}'],
    },
    ListJobExecutionsForThing: {
      read: () => iot.listExecutionsForThing("kiosk:1", null, null, FRESH),
      good: '{"executionSummaries":[{"jobId":"fw","jobExecutionSummary":{"status":"QUEUED"}}]}',
      empty: '{"executionSummaries":[]}',
      wrong: ['{"executionSummaries":[null]}', '{"executionSummaries":{}}'],
    },
    ListJobs: {
      read: () => iot.listJobs({ status: null, selection: null, group: null, namespace: null }, null, FRESH),
      good: '{"jobs":[{"jobId":"fw"}],"nextToken":null}',
      empty: '{"jobs":[]}',
      wrong: ['{"jobs":null}', '{"jobs":[{}]}', '{"jobs":[],"nextToken":7}'],
    },
    DescribeJob: {
      read: () => iot.describeJob("fw", FRESH),
      good: '{"job":{"jobId":"fw","targets":["arn"]}}',
      empty: '{"job":{"jobId":"fw"}}',
      wrong: [
        '{"job":{}}',
        '{"job":{"jobId":"other"}}',
        '{"job":{"jobId":"fw","createdAt":"now"}}',
        '{"job":{"jobId":"fw","abortConfig":{"criteriaList":{"0":{}}}}}',
      ],
    },
    GetJobDocument: {
      read: () => iot.getJobDocument("fw", FRESH),
      good: '{"document":"{}"}',
      empty: '{"document":""}',
      wrong: ['{"document":{}}'],
    },
    DescribeThing: {
      read: () => iot.describeThing("kiosk:1", FRESH),
      good: '{"thingName":"kiosk:1","attributes":{"site":"b"}}',
      empty: '{"thingName":"kiosk:1"}',
      wrong: ['{"thingName":"kiosk:2"}', '{"thingName":"kiosk:1","attributes":{"site":1}}'],
    },
    SearchIndex: {
      read: () => iot.searchThings("thingName:kiosk*", null, FRESH),
      good: '{"things":[{"thingName":"kiosk:1","connectivity":{"connected":true,"timestamp":1795000000000}}]}',
      empty: '{"things":[]}',
      wrong: [
        '{"thingGroups":[]}',
        '{"things":[{}]}',
        '{"things":[{"thingName":"a","connectivity":{"timestamp":1e20}}]}',
      ],
    },
    GetIndexingConfiguration: {
      read: () => iot.indexing(FRESH),
      good: '{"thingIndexingConfiguration":{"thingIndexingMode":"REGISTRY"}}',
      empty: '{"thingIndexingConfiguration":{"thingIndexingMode":"OFF"}}',
      wrong: [
        '{"thingIndexingConfiguration":{}}',
        '{"thingGroupIndexingConfiguration":{"thingGroupIndexingMode":"OFF"}}',
      ],
    },
    ListThings: {
      read: () => iot.listThings({ type: null, attribute: null }, null, FRESH),
      good: '{"things":[{"thingName":"kiosk:1"}]}',
      empty: '{"things":[]}',
      wrong: ['{"things":["kiosk:1"]}'],
    },
    ListThingsInThingGroup: {
      read: () => iot.listThingsInGroup("site", null, FRESH),
      good: '{"things":["kiosk:1"]}',
      empty: '{"things":[]}',
      wrong: ['{"things":[{"thingName":"kiosk:1"}]}'],
    },
    ListThingGroupsForThing: {
      read: () => iot.listGroupsOfThing("kiosk:1", FRESH),
      good: '{"thingGroups":[{"groupName":"site"}]}',
      empty: '{"thingGroups":[]}',
      wrong: ['{"thingGroups":["site"]}'],
    },
    ListThingTypes: {
      read: () => iot.listThingTypes(null, FRESH),
      good: '{"thingTypes":[{"thingTypeName":"kiosk"}]}',
      empty: '{"thingTypes":[]}',
      wrong: [
        '{"thingTypes":[{"thingTypeArn":"arn"}]}',
        // We do not read it, but the SDK's parser fails on it.
        `{"thingTypes":[{"thingTypeName":"kiosk","thingTypeMetadata":{"creationDate":"${SECRET}"}}]}`,
      ],
    },
    ListThingGroups: {
      read: () => iot.listThingGroups(null, null, FRESH),
      good: '{"thingGroups":[{"groupName":"site","groupArn":"arn"}]}',
      empty: '{"thingGroups":[]}',
      wrong: ['{"thingGroups":null}'],
    },
  };

describe.each(Object.entries(READS))("%s", (api, { read, good, empty, wrong }) => {
  const unavailable = (because: string) => ({ ok: false, failure: { kind: "unavailable", api, because } });

  test.each([good, empty])("takes %s for its answer", async (body) => {
    endpoint.answer = http(200, SIGNED, body);
    expect(await read()).toMatchObject({ ok: true });
    expect(endpoint.requests).toHaveLength(1);
  });

  test.each([
    http(200, SIGNED, "{}"),
    http(200, SIGNED, ""),
    http(200, SIGNED, "[]"),
    http(200, HTML, PAGE),
    http(200, SIGNED, CORAL),
    http(204, SIGNED, ""),
    http(302, { location: "http://portal/" }, ""),
    http(403, HTML, PAGE),
    http(407, {}, ""),
    http(502, HTML, PAGE),
    named("SomethingElse", 403, {}),
    `SSH-2.0-${SECRET}\r\n\r\n`,
    ...wrong.map((body) => http(200, SIGNED, body)),
  ])("does not take %j for AWS's", async (raw) => {
    retryAtOnce();
    endpoint.answer = raw;
    const answer = await read();
    expect(answer).toEqual(unavailable("unreadable"));
    expect(observed.every(({ outcome }) => ["unreadable", "unknown-error"].includes(outcome))).toBe(true);
  });
});

test("executions of another job are no answer to this request", async () => {
  endpoint.answer = http(200, SIGNED, '{"executionSummaries":[{"jobId":"fw"}]}');
  expect(await iot.listExecutionsOfJobOnThing(REF, FRESH)).toMatchObject({ ok: true });
  retryAtOnce();
  endpoint.answer = http(200, SIGNED, '{"executionSummaries":[{"jobId":"other"}]}');
  expect(await iot.listExecutionsOfJobOnThing(REF, FRESH)).toMatchObject({
    failure: { kind: "unavailable", because: "unreadable" },
  });
});

test("a call that cannot be signed is a failure of credentials, whatever the reason", async () => {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/console");
  vi.stubEnv("AWS_WEB_IDENTITY_TOKEN_FILE", "/nonexistent/token");
  const unsigned = gatewayTo(endpoint.url);
  const sent = await unsigned.cancelExecution(REF, EXECUTION);
  const read = await unsigned.describeExecution(REF);
  vi.unstubAllEnvs();
  vi.stubEnv("AWS_ACCESS_KEY_ID", "raw");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "raw");
  expect([sent, read]).toMatchObject([
    { failure: { kind: "credentials", api: "CancelJobExecution", error: "ENOENT" } },
    { failure: { kind: "credentials", api: "DescribeJobExecution", error: "ENOENT" } },
  ]);
  expect(endpoint.requests).toEqual([]);
});

test("an unnamed 429, which a proxy may send too, counts as throttling", async () => {
  retryAtOnce();
  endpoint.answer = http(429, {}, "");
  expect(await iot.describeExecution(REF)).toEqual({
    ok: false,
    failure: { kind: "throttled", api: "DescribeJobExecution" },
  });
});

test("a body that never ends is given up after 16 MiB", async () => {
  endpoint.answer = (socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n");
    const chunk = `100000\r\n${"x".repeat(0x100000)}\r\n`;
    const pour = () => {
      while (socket.writable && socket.write(chunk));
      if (socket.writable) socket.once("drain", pour);
    };
    pour();
  };
  expect(await iot.cancelExecution(REF, EXECUTION)).toMatchObject({
    failure: unreadable("HTTP 200 text/html"),
  });
});

test("a body that trickles is given up when the time is over", async () => {
  endpoint.answer = (socket) => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
  const client = checkAnswers(new IoTClient({ region: "eu-west-1", endpoint: endpoint.url, maxAttempts: 1 }));
  const thrown: unknown = await client
    .send(new ListJobsCommand({}), { abortSignal: AbortSignal.timeout(200) })
    .catch((error: unknown) => error);
  expect(toReadFailure(thrown, { api: "ListJobs", what: "The jobs", resource: null })).toEqual({
    kind: "unavailable",
    api: "ListJobs",
    because: "no-answer",
  });
});

test("labels of metrics come from a closed set, whatever the answer", async () => {
  for (const raw of [
    named(SECRET.replaceAll("-", ""), 400),
    named("VersionConflictException", 409),
    http(200, HTML, PAGE),
    `SSH-2.0-${SECRET}\r\n\r\n`,
    "",
  ])
    await writesOf(raw);
  const ofExecutions = observed.filter(({ api }) => api === "CancelJobExecution");
  expect(ofExecutions.map(({ outcome }) => outcome)).toEqual([
    "unknown-error",
    "VersionConflictException",
    "unreadable",
    "unreadable",
    "no-answer",
  ]);
});

test("a TLS handshake that fails leaves a write unconfirmed", async () => {
  const requests: string[] = [];
  // No certificate at all, so every handshake fails.
  const server = createTlsServer({}, (request) => void requests.push(request.url ?? "")).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const answer = await gatewayTo(
    `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
  ).cancelExecution(REF, EXECUTION);
  // An alert may come at any time, so it does not say what was received.
  expect(answer).toMatchObject({ failure: { kind: "unconfirmed", because: "no-answer" } });
  expect(requests).toEqual([]);
  server.close();
});
