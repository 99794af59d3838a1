import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeJobCommand, IoTClient, ListJobsCommand, ListThingsCommand } from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { checkAnswers, NeverSent, TooLate } from "./check-answers";
import { AssumeRoleFailed } from "./role-sessions";
import { toReadFailure, toSearchFailure, toWriteAnswer } from "./to-failure";

let fleet: EmulatedFleet;
let client: IoTClient;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  client = clientOf(fleet.url);
});
afterAll(() => fleet.stop());

const clientOf = (endpoint: string) =>
  checkAnswers(new IoTClient({ region: "eu-west-1", endpoint, maxAttempts: 1 }));
const SUBJECT = { api: "ListJobs", what: "The jobs", resource: "job/fw" };
const WRITE = { api: "CancelJobExecution" as const, what: "The execution", resource: "job/fw" };

/** The failure of a ListJobs that throws. */
async function failureOf(call: Promise<unknown>) {
  return toReadFailure(await errorOf(call), SUBJECT);
}
const errorOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail("The call did not fail"),
    (thrown: unknown) => thrown,
  );
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
  // The text of any other error may quote the request's own headers, so only its name is used.
  ["SomethingElse", 400, invalid("SomethingElse")],
  ["LimitExceededException", 410, THROTTLED],
  ["SlowDown", 503, THROTTLED],
  ["IndexNotReadyException", 400, invalid("IndexNotReadyException")],
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

test("a port that nothing listens on", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  for (const host of ["127.0.0.1", "localhost"]) {
    const error = await errorOf(listJobs(clientOf(`http://${host}:${port}`)));
    expect(toReadFailure(error, SUBJECT)).toEqual(REFUSED);
    expect(toWriteAnswer(error, WRITE)).toEqual({ ...REFUSED, api: WRITE.api });
  }
});

const nodeError = (code: string, syscall?: string) =>
  Object.assign(new Error("of Node"), { code, ...(syscall !== undefined && { syscall }) });

test.each([
  ["ENOTFOUND", "refused"],
  ["EAI_AGAIN", "refused"],
  ["EAI_FAIL", "refused"],
  ["EHOSTUNREACH", "refused"],
  ["EHOSTDOWN", "refused"],
  ["ENETDOWN", "refused"],
  ["EADDRNOTAVAIL", "refused"],
  ["EPERM", "refused"],
  ["EACCES", "refused"],
  ["EMFILE", "refused"],
  ["ECONNRESET", "no-answer"],
  ["EPIPE", "no-answer"],
  ["ETIMEDOUT", "no-answer"],
  ["CERT_HAS_EXPIRED", "tls"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls"],
  ["EPROTO", "tls"],
  ["HPE_INVALID_CONSTANT", "unreadable"],
  ["HPE_HEADER_OVERFLOW", "unreadable"],
  ["ENOENT", "unreadable"],
])("the network's error %s is a failure, not a bug: %s", (code, because) => {
  const expected = { kind: "unavailable", api: "ListJobs", because };
  expect(toReadFailure(nodeError(code), SUBJECT)).toEqual(expected);
  expect(toReadFailure(new AggregateError([nodeError(code)]), SUBJECT)).toEqual(expected);
});

const unconfirmed = (because: string, error: string) => ({
  kind: "unconfirmed",
  api: WRITE.api,
  because,
  error,
});
const notSent = (because: string) => ({ kind: "unavailable", api: WRITE.api, because });

test.each([
  ...[
    "ECONNREFUSED",
    "EHOSTUNREACH",
    "EHOSTDOWN",
    "ENETUNREACH",
    "ENETDOWN",
    "EADDRNOTAVAIL",
    "ETIMEDOUT",
  ].map((code) => [code, "connect", notSent("refused")] as const),
  ...["EPERM", "EACCES", "EMFILE"].map((code) => [code, "connect", notSent("refused")] as const),
  ...["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL"].map((code) => [code, "getaddrinfo", notSent("refused")] as const),
  ["EMFILE", "socket", notSent("refused")],
  ["CERT_HAS_EXPIRED", undefined, notSent("tls")],
  ["ERR_TLS_CERT_ALTNAME_INVALID", undefined, notSent("tls")],
  ["HOSTNAME_MISMATCH", undefined, notSent("tls")],
  ["EHOSTUNREACH", "read", unconfirmed("no-answer", "EHOSTUNREACH")],
  ["EPERM", "write", unconfirmed("no-answer", "EPERM")],
  ["ECONNREFUSED", undefined, unconfirmed("no-answer", "ECONNREFUSED")],
  ["EPROTO", "write", unconfirmed("no-answer", "EPROTO")],
  [
    "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    undefined,
    unconfirmed("no-answer", "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"),
  ],
  [
    "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC",
    undefined,
    unconfirmed("no-answer", "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC"),
  ],
  ["ECONNRESET", "read", unconfirmed("no-answer", "ECONNRESET")],
  ["HPE_INVALID_CONSTANT", undefined, unconfirmed("unreadable", "HPE_INVALID_CONSTANT")],
  ["EWHATEVER", "read", unconfirmed("unreadable", "EWHATEVER")],
] as const)(
  "for a cancellation, %s by %s shows whether AWS may have received it",
  (code, syscall, expected) => {
    expect(toWriteAnswer(nodeError(code, syscall), WRITE)).toEqual(expected);
  },
);

test("of several addresses, one that may have received a cancellation is enough", () => {
  const refused = nodeError("ECONNREFUSED", "connect");
  expect(toWriteAnswer(new AggregateError([refused, refused]), WRITE)).toEqual(notSent("refused"));
  for (const error of [nodeError("ECONNRESET", "read"), new Error("what?"), "thrown"])
    expect(toWriteAnswer(new AggregateError([refused, error]), WRITE)).toMatchObject({ kind: "unconfirmed" });
});

test.each([
  [new TypeError("x is not a function"), "TypeError"],
  [Object.assign(new Error("e"), { name: "<html>" }), "an unknown error"],
  [Object.assign(new Error("e"), { code: "<html>" }), "Error"],
  [new AggregateError([]), "AggregateError"],
  ["thrown", "an unknown error"],
  [undefined, "an unknown error"],
  [null, "an unknown error"],
  [{ name: "Odd" }, "an unknown error"],
])("after the unknown error %o a read is unreadable and a write unconfirmed", (thrown, error) => {
  expect(toReadFailure(thrown, SUBJECT)).toEqual({ ...ERROR, because: "unreadable" });
  expect(toWriteAnswer(thrown, WRITE)).toEqual(unconfirmed("unreadable", error));
});

test("a call that fails in this process before it is sent is a failure of credentials, with nothing to confirm", () => {
  const error = new NeverSent(nodeError("ENOENT", "open"));
  expect(toReadFailure(error, SUBJECT)).toEqual(credentials("ENOENT"));
  expect(toWriteAnswer(error, WRITE)).toEqual({ ...credentials("ENOENT"), api: WRITE.api });
  expect(toWriteAnswer(new TooLate(), WRITE)).toEqual({ kind: "too-late", api: WRITE.api });
});

test.each([
  [nodeError("ECONNREFUSED", "connect"), { kind: "unavailable", api: "AssumeRole", because: "refused" }],
  [nodeError("CERT_HAS_EXPIRED"), { kind: "unavailable", api: "AssumeRole", because: "tls" }],
  [nodeError("ECONNRESET", "read"), { kind: "credentials", api: "AssumeRole", error: "ECONNRESET" }],
  [new SyntaxError("<html>"), { kind: "credentials", api: "AssumeRole", error: "SyntaxError" }],
])("whatever STS does (%s), AWS IoT has received no cancellation", (cause, expected) => {
  expect(toWriteAnswer(new AssumeRoleFailed("arn:aws:iam::1:role/r", cause), WRITE)).toEqual(expected);
});

test("an index that is not there or not ready", async () => {
  const searchFailureOf = async (errorName: string, status: number) => {
    await fleet.emulator.fault({ api: "ListJobs", kind: "error", errorName, status });
    return toSearchFailure(await errorOf(listJobs()), SUBJECT);
  };
  expect(await searchFailureOf("IndexNotReadyException", 400)).toEqual({ kind: "index-not-ready" });
  expect(await searchFailureOf("ResourceNotFoundException", 404)).toEqual({ kind: "index-off" });
  expect(await searchFailureOf("ThrottlingException", 400)).toEqual(THROTTLED);
});

test("no credentials at all", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  const failure = await failureOf(listJobs(clientOf(fleet.url)));
  vi.unstubAllEnvs();
  expect(failure).toEqual(credentials("CredentialsProviderError"));
});
