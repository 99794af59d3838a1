import type { FaultSpec } from "./fault-table";

/** The result of a failed read. `repeats`: how often the gateway tries before it fails. */
export interface ReadFaultRow {
  fault: string;
  spec: FaultSpec;
  repeats: 1 | 4;
  /** The outcome of a single cancellation whose first read fails like this. Nothing is recorded, since nothing was to be sent. */
  kind: "unavailable" | "throttled" | "credentials" | "denied" | "invalid-request" | "not-found";
  /** A part of the sentence on the page. */
  says: string;
}

const row = (
  fault: string,
  spec: FaultSpec,
  repeats: ReadFaultRow["repeats"],
  kind: ReadFaultRow["kind"],
  says: string,
): ReadFaultRow => ({ fault, spec, repeats, kind, says });

const named = (errorName: string, status: number): FaultSpec => ({ kind: "error", errorName, status });

const NOT_FROM_AWS = "the answer did not come from AWS IoT";
const NOT_IN_TIME = "did not answer in time";
const AWS_ERROR = "answered with an error of its own";
const NO_CREDENTIALS = "did not accept the console's credentials";
const TOO_LONG_MS = 12_000;

/** Every fault of the read before a cancellation. Nothing is ever sent. */
export const READ_FAULT_TABLE: readonly ReadFaultRow[] = [
  row("HTML with 200", { kind: "html", status: 200 }, 4, "unavailable", NOT_FROM_AWS),
  row("HTML with 403", { kind: "html", status: 403 }, 4, "unavailable", NOT_FROM_AWS),
  row("HTML with 404", { kind: "html", status: 404 }, 4, "unavailable", NOT_FROM_AWS),
  row("HTML with 429", { kind: "html", status: 429 }, 4, "throttled", "is throttled"),
  row("HTML with 500", { kind: "html", status: 500 }, 4, "unavailable", NOT_FROM_AWS),
  row("an empty 200", { kind: "empty", status: 200, requestId: true }, 4, "unavailable", NOT_FROM_AWS),
  row("an empty 404", { kind: "empty", status: 404, requestId: true }, 4, "unavailable", NOT_FROM_AWS),
  row("204", { kind: "no-content" }, 4, "unavailable", NOT_FROM_AWS),
  row("a wrong 200", { kind: "wrong-200", requestId: true }, 4, "unavailable", NOT_FROM_AWS),
  row("JSON of something else", { kind: "wrong-json", requestId: true }, 4, "unavailable", NOT_FROM_AWS),
  row("bytes that are no HTTP", { kind: "not-http" }, 4, "unavailable", NOT_FROM_AWS),
  row("headers that are too long", { kind: "oversized-headers" }, 4, "unavailable", NOT_FROM_AWS),
  row("a lost answer", { kind: "lose-answer" }, 1, "unavailable", NOT_IN_TIME),
  row("a reset connection", { kind: "reset" }, 1, "unavailable", NOT_IN_TIME),
  row("an answer that is cut off", { kind: "cut-off" }, 1, "unavailable", NOT_IN_TIME),
  row("no answer at all", { kind: "hang" }, 1, "unavailable", NOT_IN_TIME),
  row("a right answer too late", { kind: "slow", delayMs: TOO_LONG_MS }, 1, "unavailable", NOT_IN_TIME),
  row("an answer that drips", { kind: "slow-drip", delayMs: TOO_LONG_MS }, 1, "unavailable", NOT_IN_TIME),
  row("InternalFailureException", named("InternalFailureException", 500), 4, "unavailable", AWS_ERROR),
  row("ServiceUnavailableException", named("ServiceUnavailableException", 503), 4, "unavailable", AWS_ERROR),
  row("ThrottlingException", named("ThrottlingException", 429), 4, "throttled", "is throttled"),
  row("SlowDown with 503", named("SlowDown", 503), 4, "throttled", "is throttled"),
  row("expired credentials", named("ExpiredTokenException", 403), 1, "credentials", NO_CREDENTIALS),
  row("an invalid signature", named("InvalidSignatureException", 403), 1, "credentials", NO_CREDENTIALS),
  row("access denied", { kind: "deny" }, 1, "denied", "AWS denied iot:Describe"),
  row(
    "an invalid request",
    named("InvalidRequestException", 400),
    1,
    "invalid-request",
    "AWS refused Describe",
  ),
  row("not found", named("ResourceNotFoundException", 404), 1, "not-found", "AWS IoT does not know it"),
];

/** Faults of all four reads after a cancellation, which leave its outcome unknown. */
export const FAULTS_OF_ALL_READS: readonly { fault: string; spec: FaultSpec }[] = [
  { fault: "lost", spec: { kind: "lose-answer" } },
  { fault: "reset", spec: { kind: "reset" } },
  { fault: "cut off", spec: { kind: "cut-off" } },
  { fault: "denied", spec: { kind: "deny" } },
  { fault: "refused for expired credentials", spec: named("ExpiredTokenException", 403) },
];
