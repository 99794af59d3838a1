import { describe, expect, test } from "vitest";
import { PERMISSIONS } from "@/lib/core/permissions/permissions";
import type { CancelFailure, NotCanceledBecause, Silent } from "@/lib/core/domain/cancel-failure";
import type { Execution } from "@/lib/core/domain/execution";
import { NO_STATUS } from "@/lib/core/domain/execution-status";
import { type IdentityMember, toObserved } from "@/lib/core/domain/observed-execution";
import { type OperationFailure, OPERATION_STATES } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { cancelFailureMessage } from "./cancel-failure-message";
import { forbiddenMessage } from "./forbidden-message";
import { operationFailureMessage } from "./operation-failure-message";
import { failedApi, readFailureMessage, readFailureReason } from "./read-failure-message";

const NOW = new Date("2026-11-23T12:00:00Z");
const current: Execution = {
  thingName: "kiosk",
  jobId: "fw",
  status: "IN_PROGRESS",
  queuedAt: NOW,
  startedAt: NOW,
  lastUpdatedAt: NOW,
  executionNumber: 1,
  versionNumber: 7,
  statusDetails: {},
  forceCanceled: false,
  secondsBeforeTimedOut: null,
  origin: { region: "eu-west-1", account: "123456789012" },
  readAt: NOW,
};

/** One of each kind. The compiler finds a new member of the union missing here. */
type OneOfEach<Failure extends { kind: string }> = {
  [Kind in Failure["kind"]]: { failure: Extract<Failure, { kind: Kind }>; names: string[] };
};

const READ: OneOfEach<ReadFailure> = {
  "not-found": { failure: { kind: "not-found", what: "The job fw" }, names: ["The job fw"] },
  denied: {
    failure: { kind: "denied", action: "iot:DescribeJob", resource: "job/fw" },
    names: ["iot:DescribeJob", "job/fw", "IAM policy"],
  },
  credentials: {
    failure: { kind: "credentials", api: "ListJobs", error: "ExpiredTokenException" },
    names: ["ListJobs", "ExpiredTokenException"],
  },
  throttled: { failure: { kind: "throttled", api: "ListJobs" }, names: ["ListJobs", "quota"] },
  unavailable: {
    failure: { kind: "unavailable", api: "ListJobs", because: "no-answer" },
    names: ["ListJobs", "in time"],
  },
  "invalid-request": {
    failure: { kind: "invalid-request", api: "ListJobs", message: "Invalid nextToken." },
    names: ["ListJobs", "Invalid nextToken."],
  },
  "index-off": { failure: { kind: "index-off" }, names: ["indexing is off"] },
  "index-not-ready": { failure: { kind: "index-not-ready" }, names: ["building"] },
  forbidden: {
    failure: { kind: "forbidden", permission: "read", because: "role" },
    names: ["Your role may not", "admin"],
  },
  "signed-out": { failure: { kind: "signed-out" }, names: ["sign in again"] },
  console: { failure: { kind: "console", because: "gone" }, names: ["does not answer"] },
};

/** The index plays no part in canceling. */
const { "index-off": _off, "index-not-ready": _notReady, ...SHARED } = READ;

const CANCEL: OneOfEach<CancelFailure> = {
  ...SHARED,
  "already-canceled": { failure: { kind: "already-canceled", current }, names: ["already canceled"] },
  "already-finished": {
    failure: { kind: "already-finished", status: "TIMED_OUT", current },
    names: ["Timed out"],
  },
  "version-conflict": {
    failure: { kind: "version-conflict", expectedVersion: 6, versionNumber: 7, current },
    names: ["Nothing was canceled", "version 6"],
  },
  replaced: {
    failure: {
      kind: "replaced",
      seen: toObserved(current),
      differs: ["executionNumber"],
      current: { ...current, executionNumber: 2 },
    },
    names: ["Nothing was canceled", "execution 1", "execution 2"],
  },
  "not-comparable": {
    failure: { kind: "not-comparable", missing: "identity", current },
    names: ["Nothing was canceled", "queued or started", "another one"],
  },
  "needs-force": { failure: { kind: "needs-force", current }, names: ["Nothing was canceled", "force"] },
  "unknown-status": {
    failure: { kind: "unknown-status", status: "PAUSED", current },
    names: ["Nothing was canceled", "PAUSED"],
  },
  "too-many-details": {
    failure: { kind: "too-many-details", pairs: 11, current },
    names: ["Nothing was canceled", "11 pairs", "ten"],
  },
  "not-canceled": {
    failure: { kind: "not-canceled", because: "aws", error: "InternalFailureException", current },
    names: ["AWS did not confirm (InternalFailureException). It", "not canceled", "in progress", "version 7"],
  },
  "not-recorded": { failure: { kind: "not-recorded" }, names: ["Nothing was canceled", "audit log"] },
  unknown: {
    failure: { kind: "unknown", silent: "aws", error: "TimeoutError" },
    names: ["AWS did not confirm (TimeoutError). ", "whether it was canceled", "audit log"],
  },
  "too-late": {
    failure: { kind: "too-late" },
    names: ["Nothing was canceled", "the execution", "Try again"],
  },
  "other-account": {
    failure: { kind: "other-account", expected: "123456789012", actual: "210987654321" },
    names: ["Nothing was canceled", "account 210987654321", "configured for account 123456789012"],
  },
  forbidden: {
    failure: { kind: "forbidden", permission: "cancel-execution", because: "role" },
    names: ["Your role may not cancel"],
  },
  "signed-out": { failure: { kind: "signed-out" }, names: ["Nothing was canceled", "sign in again"] },
};

const OPERATION: OneOfEach<OperationFailure> = {
  "plan-expired": { failure: { kind: "plan-expired" }, names: ["Nothing was started", "ten minutes"] },
  "plan-not-ready": { failure: { kind: "plan-not-ready" }, names: ["Nothing was started"] },
  "too-many-plans": {
    failure: {
      kind: "too-many-plans",
      plans: [{ id: "plan_x", fleetId: "eu", question: { kind: "executions", count: 2 } }],
    },
    names: ["1 of yours", "stop it"],
  },
  "plan-used": { failure: { kind: "plan-used", operationId: "op_x" }, names: ["already started", "op_x"] },
  "nothing-to-cancel": { failure: { kind: "nothing-to-cancel" }, names: ["No execution"] },
  "count-mismatch": { failure: { kind: "count-mismatch", expected: 1_204 }, names: ["1,204 executions"] },
  "too-many-details": { failure: { kind: "too-many-details", pairs: 12 }, names: ["12 pairs", "ten"] },
  "operation-state": { failure: { kind: "operation-state", state: "stopped" }, names: ["was stopped"] },
  "fleet-moved": {
    failure: {
      kind: "fleet-moved",
      planned: { region: "eu-west-1", account: "123456789012", endpoint: null },
      now: { region: "us-east-1", account: null, endpoint: "https://iot.test" },
    },
    names: [
      "Nothing was started",
      "made for account 123456789012 in eu-west-1.",
      "points to us-east-1 at https://iot.test.",
      "Make a new plan",
    ],
  },
  "must-be-planned-again": {
    failure: { kind: "must-be-planned-again" },
    names: ["Nothing was resumed", "Stop it, then plan what is left"],
  },
  "not-recorded": { failure: { kind: "not-recorded" }, names: ["Nothing was started", "on record"] },
  "invalid-request": {
    failure: { kind: "invalid-request", api: "the console", message: "Take a pair away." },
    names: ["Nothing was started. Take a pair away."],
  },
  "signed-out": { failure: { kind: "signed-out" }, names: ["Nothing was started", "sign in again"] },
  "not-found": { failure: { kind: "not-found", what: "The plan plan_x" }, names: ["The plan plan_x"] },
  forbidden: {
    failure: { kind: "forbidden", permission: "bulk-above-limit", because: "role" },
    names: ["that many at once", "supervisor"],
  },
  console: { failure: { kind: "console", because: "gone" }, names: ["does not answer"] },
};

function expectSentence(text: string, names: readonly string[]) {
  for (const name of names) expect(text).toContain(name);
  expect(text).toMatch(/^[A-Z].*[.]$/s);
  expect(text).not.toMatch(/undefined|null|NaN|\[object/);
}

test.each(Object.values(READ))("a read that failed: $failure.kind", ({ failure, names }) => {
  expectSentence(readFailureMessage(failure), names);
});

test("below the name of the call, the reason does not name the call again", () => {
  const failure = { kind: "unavailable", api: "ListJobs", because: "tls" } as const;
  expect(readFailureMessage(failure)).toContain("ListJobs did not work: the server could not");
  expect(readFailureReason(failure)).toMatch(/^The server could not make a trusted connection/);
});

test.each(["denied", "credentials", "throttled", "unavailable", "invalid-request"] as const)(
  "a cancellation that ends in %s says that nothing was canceled, whichever call it was",
  (kind) => {
    expect(cancelFailureMessage(CANCEL[kind].failure)).toMatch(/^Nothing was canceled\. /);
  },
);

test.each(Object.values(CANCEL))("a cancellation that failed: $failure.kind", ({ failure, names }) => {
  expectSentence(cancelFailureMessage(failure), names);
});

test.each(Object.values(OPERATION))(
  "an operation that was not started: $failure.kind",
  ({ failure, names }) => {
    expectSentence(operationFailureMessage(failure), names);
  },
);

describe("the variants of one kind", () => {
  test("a status that AWS leaves out is not put into its mouth", () => {
    expectSentence(cancelFailureMessage({ kind: "unknown-status", status: NO_STATUS, current }), [
      "Nothing was canceled. AWS IoT gives no status for this execution.",
    ]);
  });

  test("each way in which AWS fails to answer has words of its own", () => {
    const messages = (["refused", "tls", "no-answer", "error", "unreadable"] as const).map((because) =>
      readFailureMessage({ kind: "unavailable", api: "ListJobs", because }),
    );
    for (const message of messages) expectSentence(message, ["ListJobs"]);
    expect(new Set(messages).size).toBe(5);
    expect(messages[4]).toContain("proxy");
  });

  test.each<[IdentityMember[], string]>([
    [
      ["origin", "executionNumber", "queuedAt", "startedAt"],
      "AWS IoT now returns an execution of another account or region",
    ],
    [["executionNumber", "queuedAt", "startedAt"], "You saw execution 1 of this job on this thing."],
    [["queuedAt", "startedAt"], "The execution you saw is over or gone."],
    [["startedAt"], "The attempt you saw is over."],
  ])("a replacement is explained by its most informative difference: %j", (differs, words) => {
    const now = { ...current, executionNumber: 2 };
    const failure = { kind: "replaced", seen: toObserved(current), differs, current: now } as const;
    expectSentence(cancelFailureMessage(failure), [`Nothing was canceled. ${words}`]);
    expect(cancelFailureMessage(failure).includes("execution 2")).toBe(differs[0] === "executionNumber");
  });

  test("the silent side is named, with what came in place of an answer", () => {
    const unknown = (silent: Silent, error: string | null) =>
      cancelFailureMessage({ kind: "unknown", silent, error });
    expectSentence(unknown("console", null), [
      "Standdown's own server did not answer. Whether it was canceled is not known yet. Read it again, or look",
    ]);
    expectSentence(unknown("aws", null), ["AWS did not confirm. No later read"]);
    expectSentence(unknown("aws", "HTTP 200 text/html"), [
      "AWS did not confirm (HTTP 200 text/html). No later",
    ]);
  });

  test("AWS is blamed only where AWS refused", () => {
    const notCanceled = (because: NotCanceledBecause, error: string | null) =>
      cancelFailureMessage({ kind: "not-canceled", because, error, current });
    expectSentence(notCanceled("refused", null), ["AWS refused, as if"]);
    expectSentence(notCanceled("aws", null), ["AWS did not confirm. It was read again"]);
    expectSentence(notCanceled("console", null), ["own server did not answer. It was read again"]);
    for (const because of ["aws", "console"] as const)
      expect(notCanceled(because, "InternalFailureException")).not.toContain("refused");
  });

  test("a version that AWS leaves out is called unknown", () => {
    const unversioned = { ...current, versionNumber: null };
    expectSentence(
      cancelFailureMessage({ kind: "not-canceled", because: "aws", error: null, current: unversioned }),
      ["in progress at an unknown version"],
    );
    expectSentence(
      cancelFailureMessage({
        kind: "version-conflict",
        expectedVersion: null,
        versionNumber: 2,
        current,
      }),
      ["has changed since you saw it"],
    );
  });

  test("our own server is gone, or has an error", () => {
    expectSentence(readFailureMessage({ kind: "console", because: "error" }), ["Its log says more"]);
  });

  test("each state that forbids a change of an operation has words of its own", () => {
    const messages = OPERATION_STATES.map((state) =>
      operationFailureMessage({ kind: "operation-state", state }),
    );
    for (const message of messages) expectSentence(message, ["Nothing was changed"]);
    expect(new Set(messages).size).toBe(OPERATION_STATES.length);
  });

  test("a denial without a resource names the action alone", () => {
    const message = readFailureMessage({ kind: "denied", action: "iot:ListJobs", resource: null });
    expectSentence(message, ["AWS denied iot:ListJobs."]);
  });

  test("a role that may not force reads who may", () => {
    const permission = "force-cancel-execution";
    expectSentence(cancelFailureMessage({ kind: "forbidden", permission, because: "role" }), ["supervisor"]);
  });

  test("each reason of a refusal has words of its own, for each action", () => {
    for (const permission of PERMISSIONS) {
      const messages = (["role", "fleet", "thing", "switched-off", "fleet-off"] as const).map((because) =>
        forbiddenMessage({ permission, because, fleetName: "Kiosks" }),
      );
      for (const message of messages) expectSentence(message, []);
      expect(new Set(messages).size).toBe(5);
      expectSentence(messages[4]!, ["The fleet Kiosks does not allow", "fleets.json"]);
    }
  });

  test("an unknown status is shown as AWS spells it", () => {
    const paused = { ...current, status: "PAUSED" };
    expect(cancelFailureMessage({ kind: "already-finished", status: "PAUSED", current: paused })).toContain(
      "PAUSED",
    );
  });
});

test.each<[ReadFailure["kind"], string | null]>([
  ["not-found", null],
  ["denied", "DescribeJob"],
  ["credentials", "ListJobs"],
  ["throttled", "ListJobs"],
  ["unavailable", "ListJobs"],
  ["invalid-request", "ListJobs"],
  ["index-off", "SearchIndex"],
  ["index-not-ready", "SearchIndex"],
  ["forbidden", null],
  ["signed-out", null],
  ["console", null],
])("the call that failed with %s is %s", (kind, api) => {
  expect(failedApi(READ[kind].failure)).toBe(api);
});
