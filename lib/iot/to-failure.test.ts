import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeJobCommand, IoTClient, ListJobsCommand, ListThingsCommand } from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/e2e/fixtures/emulated-fleet";
import { toReadFailure, toWriteFailure } from "./to-failure";

let fleet: EmulatedFleet;
let client: IoTClient;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  client = clientOf(fleet.url);
});
afterAll(() => fleet.stop());

const clientOf = (endpoint: string) => new IoTClient({ region: "eu-west-1", endpoint, maxAttempts: 1 });
const SUBJECT = { api: "ListJobs", what: "The jobs", resource: "job/fw" };

/** What a ListJobs that fails comes to in our words. */
async function failureOf(call: Promise<unknown>, translate = toReadFailure) {
  const error: unknown = await call.then(
    () => expect.fail("The call did not fail"),
    (thrown: unknown) => thrown,
  );
  return translate(error, SUBJECT);
}
const listJobs = (to = client, abortSignal?: AbortSignal) =>
  to.send(new ListJobsCommand({}), { abortSignal });

const DENIED = { kind: "denied", action: "iot:ListJobs", resource: "job/fw" };
const ERROR = { kind: "unavailable", api: "ListJobs", because: "error" };
const NO_ANSWER = { kind: "unavailable", api: "ListJobs", because: "no-answer" };
const REFUSED = { kind: "unavailable", api: "ListJobs", because: "refused" };
const THROTTLED = { kind: "throttled", api: "ListJobs" };
const credentials = (error: string) => ({ kind: "credentials", api: "ListJobs", error });
const invalid = (message: string) => ({ kind: "invalid-request", api: "ListJobs", message });

test.each([
  ["ResourceNotFoundException", 404, { kind: "not-found", what: "The jobs" }],
  ["ThrottlingException", 400, THROTTLED],
  ["TooManyRequestsException", 429, THROTTLED],
  ["SomethingElse", 429, THROTTLED],
  ["AccessDeniedException", 403, DENIED],
  ["UnauthorizedException", 401, DENIED],
  ["ForbiddenException", 403, DENIED],
  ["SomethingElse", 401, DENIED],
  ["InvalidRequestException", 400, invalid("in AWS's words")],
  ["InvalidQueryException", 400, invalid("in AWS's words")],
  ["ValidationException", 400, invalid("in AWS's words")],
  // What is not one of those may quote the request's own headers: its name has to do.
  ["SomethingElse", 400, invalid("SomethingElse")],
  ["LimitExceededException", 410, invalid("LimitExceededException")],
  ["IndexNotReadyException", 400, { kind: "index-not-ready" }],
  ["ServiceUnavailableException", 503, ERROR],
  ["InternalFailureException", 500, ERROR],
  ["SomethingElse", 502, ERROR],
  ["UnrecognizedClientException", 403, credentials("UnrecognizedClientException")],
  ["InvalidSignatureException", 403, credentials("InvalidSignatureException")],
  ["ExpiredTokenException", 403, credentials("ExpiredTokenException")],
  ["MissingAuthenticationTokenException", 403, credentials("MissingAuthenticationTokenException")],
  ["InvalidClientTokenId", 403, credentials("InvalidClientTokenId")],
  ["IncompleteSignature", 400, credentials("IncompleteSignature")],
  ["RequestExpired", 400, credentials("RequestExpired")],
])("%s with status %i", async (errorName, status, expected) => {
  await fleet.emulator.fault({
    api: "ListJobs",
    kind: "error",
    errorName,
    status,
    message: "in AWS's words",
  });
  expect(await failureOf(listJobs())).toEqual(expected);
});

test("AWS's throttling and IAM's denial, as they are on the wire", async () => {
  await fleet.emulator.fault({ api: "ListJobs", kind: "throttle" });
  expect(await failureOf(listJobs())).toEqual(THROTTLED);
  await fleet.emulator.fault({ api: "ListJobs", kind: "deny" });
  expect(await failureOf(listJobs())).toEqual(DENIED);
});

test("a job that is not there, a page size that is not allowed", async () => {
  expect(await failureOf(client.send(new DescribeJobCommand({ jobId: "none" })))).toEqual({
    kind: "not-found",
    what: "The jobs",
  });
  expect(await failureOf(client.send(new ListThingsCommand({ maxResults: 251 })))).toMatchObject({
    kind: "invalid-request",
  });
});

test("a page of HTML with status 500", async () => {
  await fleet.emulator.fault({ api: "ListJobs", kind: "html-500" });
  expect(await failureOf(listJobs())).toEqual(ERROR);
});

test("an answer that was lost", async () => {
  await fleet.emulator.fault({ api: "ListJobs", kind: "lose-answer" });
  expect(await failureOf(listJobs())).toEqual(NO_ANSWER);
});

test("an answer that does not come in time", async () => {
  await fleet.emulator.fault({ api: "ListJobs", kind: "slow", delayMs: 1_500 });
  expect(await failureOf(listJobs(client, AbortSignal.timeout(100)))).toEqual(NO_ANSWER);
});

test.each(["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "EPROTO"])(
  "a connection that is not trusted (%s) is no bug of ours",
  (code) => {
    const error = Object.assign(new Error("refused by OpenSSL"), { code });
    expect(toReadFailure(error, { api: "ListJobs", what: "The jobs", resource: null })).toEqual({
      kind: "unavailable",
      api: "ListJobs",
      because: "tls",
    });
  },
);

test("a port that nothing listens on", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  for (const host of ["127.0.0.1", "localhost"])
    for (const translate of [toReadFailure, toWriteFailure])
      expect(await failureOf(listJobs(clientOf(`http://${host}:${port}`)), translate)).toEqual(REFUSED);
});

test.each([
  ["ENOTFOUND", REFUSED],
  ["EAI_AGAIN", REFUSED],
  ["EHOSTUNREACH", REFUSED],
  ["ECONNRESET", NO_ANSWER],
  ["EPIPE", NO_ANSWER],
  ["ETIMEDOUT", NO_ANSWER],
  ["ENOENT", null],
])("the network's error %s", (code, expected) => {
  const error = Object.assign(new Error("of Node"), { code });
  expect(toReadFailure(error, SUBJECT)).toEqual(expected);
  expect(toReadFailure(new AggregateError([error]), SUBJECT)).toEqual(expected);
});

test.each([
  ["ECONNREFUSED", "connect", REFUSED],
  ["ENOTFOUND", "getaddrinfo", REFUSED],
  ["EHOSTUNREACH", "connect", REFUSED],
  ["EHOSTUNREACH", "read", NO_ANSWER],
  ["EPROTO", "write", NO_ANSWER],
  ["ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC", undefined, NO_ANSWER],
  ["CERT_HAS_EXPIRED", undefined, { ...REFUSED, because: "tls" }],
  ["ECONNRESET", "read", NO_ANSWER],
])("of a cancellation %s by %s tells whether AWS may have heard it", (code, syscall, expected) => {
  const error = Object.assign(new Error("of Node"), { code, ...(syscall && { syscall }) });
  expect(toWriteFailure(error, SUBJECT)).toEqual(expected);
  expect(toWriteFailure(new AggregateError([error]), SUBJECT)).toEqual(expected);
});

test.each([
  ["HTML with status 200", 200, ERROR],
  ["HTML with status 404, as from a proxy", 404, ERROR],
])("%s is no answer of AWS IoT", async (_, status, expected) => {
  const server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "text/html" }).end("<html>Welcome</html>");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  expect(await failureOf(listJobs(clientOf(`http://127.0.0.1:${port}`)))).toEqual(expected);
  server.closeAllConnections();
  server.close();
});

test("no credentials at all", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  const failure = await failureOf(listJobs(clientOf(fleet.url)));
  vi.unstubAllEnvs();
  expect(failure).toEqual(credentials("CredentialsProviderError"));
});

test("what is neither AWS's answer nor a broken network is a bug, and stays one", () => {
  expect(toReadFailure(new TypeError("x is not a function"), SUBJECT)).toBeNull();
  expect(toReadFailure("thrown", SUBJECT)).toBeNull();
  expect(toReadFailure(undefined, SUBJECT)).toBeNull();
});
