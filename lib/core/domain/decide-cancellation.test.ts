import { describe, expect, test } from "vitest";
import {
  type CancelDecision,
  type CancelRefusal,
  type CancelRequest,
  decideCancellation,
  isCancelable,
  toCancelCall,
} from "./decide-cancellation";
import type { ObservedExecution } from "./observed-execution";

/*
 * The execution is at version 7. The columns are the outcomes of a request without details, with details that replace
 * the device's, with details that are merged with the device's, and with eleven pairs when merged.
 *
 * A cell "f1 v7 ours" is a call: force sent or not, the version sent, and which details are sent. A version is always
 * sent: the one that the person asked for, or the one just read.
 */
const TABLE = `
QUEUED       no   null   | f0 v7 none  | f0 v7 ours  | f0 v7 both  | too-many
QUEUED       no   equal  | f0 v7 none  | f0 v7 ours  | f0 v7 both  | too-many
QUEUED       no   other  | conflict    | conflict    | conflict    | conflict
QUEUED       yes  null   | f0 v7 none  | f0 v7 ours  | f0 v7 both  | too-many
QUEUED       yes  equal  | f0 v7 none  | f0 v7 ours  | f0 v7 both  | too-many
QUEUED       yes  other  | conflict    | conflict    | conflict    | conflict
IN_PROGRESS  no   null   | needs-force | needs-force | needs-force | needs-force
IN_PROGRESS  no   equal  | needs-force | needs-force | needs-force | needs-force
IN_PROGRESS  no   other  | conflict    | conflict    | conflict    | conflict
IN_PROGRESS  yes  null   | f1 v7 none  | f1 v7 ours  | f1 v7 both  | too-many
IN_PROGRESS  yes  equal  | f1 v7 none  | f1 v7 ours  | f1 v7 both  | too-many
IN_PROGRESS  yes  other  | conflict    | conflict    | conflict    | conflict
SUCCEEDED    any  any    | finished    | finished    | finished    | finished
FAILED       any  any    | finished    | finished    | finished    | finished
TIMED_OUT    any  any    | finished    | finished    | finished    | finished
REJECTED     any  any    | finished    | finished    | finished    | finished
REMOVED      any  any    | finished    | finished    | finished    | finished
CANCELED     any  any    | canceled    | canceled    | canceled    | canceled
PAUSED       any  any    | unknown     | unknown     | unknown     | unknown
`;

const VERSION = 7;
const SEEN: ObservedExecution = {
  status: "QUEUED",
  executionNumber: 1,
  queuedAt: new Date("2026-11-23T12:00:00.250Z"),
  startedAt: null,
  versionNumber: VERSION,
  origin: { region: "eu-west-1", account: "123456789012" },
};
const STARTED = { status: "IN_PROGRESS", startedAt: new Date("2026-11-23T12:05:00.500Z") };
const LATER = { queuedAt: new Date("2026-11-23T13:00:00.250Z") };
const STARTED_LATER = { startedAt: new Date("2026-11-23T13:05:00.500Z") };
const VERSIONS = { null: null, equal: VERSION, other: 3 } as const;
const FORCES = { no: false, yes: true } as const;

const eight = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`device-${at}`, "on"]));
const device = { step: "2 of 5", state: "downloading" };
const ours = { state: "stopped", reason: "wrong image" };

const COLUMNS = [
  { column: "no details", device, ours: {}, keep: false },
  { column: "details that replace", device, ours, keep: false },
  { column: "details merged", device, ours, keep: true },
  { column: "too many merged", device: { ...device, ...eight }, ours, keep: true },
] as const;

const DETAILS: Record<string, object | null> = {
  none: null,
  ours: { state: "stopped", reason: "wrong image" },
  both: { step: "2 of 5", state: "stopped", reason: "wrong image" },
};

function decisionOf(cell: string, status: string, expectedVersion: number | null): CancelDecision {
  const sent = /^f([01]) v7 (\w+)$/.exec(cell);
  if (sent)
    return {
      allowed: true,
      call: {
        force: sent[1] === "1",
        expectedVersion: 7,
        statusDetails: DETAILS[sent[2]!] as Record<string, string> | null,
      },
    };
  const refusals = {
    conflict: { kind: "version-conflict", expectedVersion: expectedVersion!, versionNumber: 7 },
    "needs-force": { kind: "needs-force" },
    "too-many": { kind: "too-many-details", pairs: 11 },
    finished: { kind: "already-finished", status },
    canceled: { kind: "already-canceled" },
    unknown: { kind: "unknown-status", status },
  } as const;
  return { allowed: false, refusal: refusals[cell as keyof typeof refusals] };
}

const ROWS = TABLE.trim()
  .split("\n")
  .flatMap((line) => {
    const [head, ...cells] = line.split("|").map((part) => part.trim());
    const [status, forces, versions] = head!.split(/\s+/) as [string, string, string];
    return (forces === "any" ? ["no", "yes"] : [forces]).flatMap((force) =>
      (versions === "any" ? ["null", "equal", "other"] : [versions]).map((version) => ({
        status,
        force: force as keyof typeof FORCES,
        version: version as keyof typeof VERSIONS,
        cells,
      })),
    );
  });

test("the table has a row for each status, force and version", () => {
  expect(ROWS).toHaveLength(9 * 2 * 3);
  expect(new Set(ROWS.map(({ status, force, version }) => `${status} ${force} ${version}`)).size).toBe(54);
});

describe.each(ROWS)(
  "$status, force $force, expected version $version",
  ({ status, force, version, cells }) => {
    test.each(COLUMNS.map((column, at) => ({ ...column, cell: cells[at]! })))("$column: $cell", (given) => {
      const expectedVersion = VERSIONS[version];
      const observed = status === "IN_PROGRESS" ? { ...SEEN, ...STARTED } : { ...SEEN, status };
      const subject = { ...observed, statusDetails: given.device };
      const request: CancelRequest = {
        force: FORCES[force],
        expectedVersion,
        observed,
        statusDetails: given.ours,
        keepDeviceDetails: given.keep,
      };
      expect(decideCancellation(subject, request)).toEqual(decisionOf(given.cell, status, expectedVersion));
    });
  },
);

describe("the call", () => {
  const subject = { ...SEEN, ...STARTED, statusDetails: device };
  const request: CancelRequest = {
    force: true,
    expectedVersion: 3,
    observed: subject,
    statusDetails: {},
    keepDeviceDetails: true,
  };

  test("with no details of ours, AWS keeps the device's", () => {
    expect(toCancelCall(subject, request)).toEqual({ force: true, expectedVersion: 3, statusDetails: null });
  });

  test("without an expected version, the one just read is sent", () => {
    expect(toCancelCall(subject, { ...request, expectedVersion: null })?.expectedVersion).toBe(VERSION);
  });

  test("exactly ten pairs can be sent", () => {
    const full = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`k${at}`, "v"]));
    expect(toCancelCall(subject, { ...request, keepDeviceDetails: false, statusDetails: full })).toEqual({
      force: true,
      expectedVersion: 3,
      statusDetails: full,
    });
    const nine = Object.fromEntries(Object.entries(full).slice(0, 8));
    expect(toCancelCall(subject, { ...request, statusDetails: nine })?.statusDetails).toEqual({
      ...device,
      ...nine,
    });
  });

  test("a version of 0 is a version", () => {
    expect(
      decideCancellation(subject, { ...request, expectedVersion: 0, keepDeviceDetails: false }),
    ).toMatchObject({ allowed: false, refusal: { kind: "version-conflict", expectedVersion: 0 } });
  });
});

/*
 * What was seen, by how it differs from what is there now. The order of the rules counts: a replacement is reported
 * before an end, an end before a version, a version before a missing force. One exception: where a later attempt of the
 * seen execution has ended, saying that it is over is more helpful.
 */
const SAME = {};
const RUNNING = { ...SEEN, ...STARTED };
test.each<
  [string, seen: ObservedExecution, now: Partial<ObservedExecution>, CancelRefusal["kind"] | "allowed"]
>([
  ["the same, queued", SEEN, SAME, "allowed"],
  ["the same, in progress", RUNNING, SAME, "needs-force"],
  ["queued then, started now", SEEN, STARTED, "needs-force"],
  ["another number", SEEN, { executionNumber: 2 }, "replaced"],
  ["a lower number", { ...SEEN, executionNumber: 2 }, { executionNumber: 1 }, "replaced"],
  ["queued at another time", SEEN, LATER, "replaced"],
  ["queued at another time, in progress", RUNNING, LATER, "replaced"],
  ["in another account", SEEN, { origin: { region: "eu-west-1", account: "999999999999" } }, "replaced"],
  ["in another region", SEEN, { origin: { region: "us-east-1", account: "123456789012" } }, "replaced"],
  ["started at another time", RUNNING, STARTED_LATER, "replaced"],
  ["queued again for the next attempt", RUNNING, { status: "QUEUED", startedAt: null }, "replaced"],
  ["another, and over", SEEN, { ...LATER, status: "SUCCEEDED" }, "replaced"],
  ["another, and canceled", SEEN, { executionNumber: 2, status: "CANCELED" }, "replaced"],
  ["another, in a status of its own", SEEN, { executionNumber: 2, status: "PAUSED" }, "replaced"],
  [
    "another, whose attempt differs too",
    RUNNING,
    { ...LATER, ...STARTED_LATER, status: "FAILED" },
    "replaced",
  ],
  ["the same, over", RUNNING, { status: "FAILED" }, "already-finished"],
  ["a later attempt, over", RUNNING, { ...STARTED_LATER, status: "SUCCEEDED" }, "already-finished"],
  ["a later attempt, canceled", RUNNING, { ...STARTED_LATER, status: "CANCELED" }, "already-canceled"],
  ["no number then", { ...SEEN, executionNumber: null }, { executionNumber: 2 }, "allowed"],
  ["no number now", SEEN, { executionNumber: null }, "allowed"],
])("what was seen and what is there now: %s: %s", (_, seen, differing, expected) => {
  const subject = { ...seen, ...differing, statusDetails: {} };
  const request: CancelRequest = {
    force: false,
    expectedVersion: null,
    observed: seen,
    statusDetails: {},
    keepDeviceDetails: false,
  };
  const kindOf = (decision: CancelDecision) => (decision.allowed ? "allowed" : decision.refusal.kind);
  expect(kindOf(decideCancellation(subject, request))).toBe(expected);

  const isOpen = expected === "allowed" || expected === "needs-force";
  // An expected version is checked after identity and end, and before force.
  expect(kindOf(decideCancellation(subject, { ...request, expectedVersion: 9 }))).toBe(
    isOpen ? "version-conflict" : expected,
  );
  // Force is checked last, and changes no earlier decision. A person who saw the execution queued cannot have consented
  // to interrupt a device.
  const isConsentedTo = subject.status === "QUEUED" || seen.status === "IN_PROGRESS";
  expect(kindOf(decideCancellation(subject, { ...request, force: true }))).toBe(
    isOpen && isConsentedTo ? "allowed" : expected,
  );
});

test("a replacement is reported with what was seen and what differs", () => {
  const observed = RUNNING;
  const subject = { ...observed, ...LATER, ...STARTED_LATER, statusDetails: {} };
  const request = {
    force: true,
    expectedVersion: VERSION,
    observed,
    statusDetails: {},
    keepDeviceDetails: false,
  };
  expect(decideCancellation(subject, request)).toEqual({
    allowed: false,
    refusal: { kind: "replaced", seen: observed, differs: ["queuedAt", "startedAt"] },
  });
});

describe("where the identity cannot be compared in full, the version must be the one that was seen", () => {
  const request = { force: true, expectedVersion: null, statusDetails: {}, keepDeviceDetails: false };
  const unknownQueue = { ...SEEN, queuedAt: null };
  const unknownStart = { ...RUNNING, startedAt: null };
  const cases: [string, seen: ObservedExecution, now: ObservedExecution][] = [
    ["when it was queued, on the one side", unknownQueue, SEEN],
    ["when it was queued, on the other side", SEEN, unknownQueue],
    ["when it started, on the one side", unknownStart, RUNNING],
    ["when it started, on the other side", RUNNING, unknownStart],
  ];

  test.each(cases)("%s: at the version that was seen it is canceled", (_, observed, now) => {
    const subject = { ...now, statusDetails: {} };
    expect(decideCancellation(subject, { ...request, observed })).toMatchObject({
      allowed: true,
      call: { expectedVersion: VERSION },
    });
  });

  test.each(cases)(
    "%s: at any other version it is not, whatever version was asked for",
    (_, observed, now) => {
      const subject = { ...now, versionNumber: VERSION + 1, statusDetails: {} };
      for (const expectedVersion of [null, VERSION + 1])
        expect(decideCancellation(subject, { ...request, expectedVersion, observed })).toEqual({
          allowed: false,
          refusal: { kind: "version-conflict", expectedVersion: VERSION, versionNumber: VERSION + 1 },
        });
    },
  );

  test.each(cases)("%s: where AWS leaves out the version, AWS has to compare", (_, observed, now) => {
    const subject = { ...now, versionNumber: null, statusDetails: {} };
    expect(decideCancellation(subject, { ...request, observed })).toMatchObject({
      allowed: true,
      call: { expectedVersion: VERSION },
    });
  });

  test.each(cases)(
    "%s: where the version that was seen is not known either, nothing is sent",
    (_, seen, now) => {
      const subject = { ...now, statusDetails: {} };
      const observed = { ...seen, versionNumber: null };
      for (const expectedVersion of [null, VERSION])
        expect(decideCancellation(subject, { ...request, expectedVersion, observed })).toEqual({
          allowed: false,
          refusal: { kind: "not-comparable", missing: "identity" },
        });
    },
  );

  test("an identity that was compared in full needs no version of its own", () => {
    const subject = { ...SEEN, versionNumber: VERSION + 1, statusDetails: {} };
    expect(decideCancellation(subject, { ...request, observed: SEEN })).toMatchObject({
      allowed: true,
      call: { expectedVersion: VERSION + 1 },
    });
  });
});

/*
 * AWS did not report the version: it cannot be compared here, and the call carries the person's version, or none.
 */
test.each([
  ["QUEUED", false, null, {}, null],
  ["QUEUED", false, 3, {}, 3],
  ["QUEUED", false, null, ours, null],
  ["QUEUED", false, 3, ours, 3],
  ["IN_PROGRESS", true, null, ours, null],
  ["IN_PROGRESS", true, 3, ours, 3],
] as const)(
  "%s at an unknown version, force %s, expected version %s, details %j: %s is sent",
  (status, force, expectedVersion, statusDetails, sent) => {
    const subject = { ...(status === "QUEUED" ? SEEN : RUNNING), versionNumber: null, statusDetails: device };
    for (const keepDeviceDetails of [false, true])
      expect(
        decideCancellation(subject, {
          force,
          expectedVersion,
          observed: subject,
          statusDetails,
          keepDeviceDetails,
        }),
      ).toMatchObject({ allowed: true, call: { force, expectedVersion: sent } });
  },
);

test.each([
  ["QUEUED", true],
  ["IN_PROGRESS", true],
  ["SUCCEEDED", false],
  ["FAILED", false],
  ["TIMED_OUT", false],
  ["REJECTED", false],
  ["REMOVED", false],
  ["CANCELED", false],
  ["PAUSED", false],
  ["queued", false],
  ["", false],
])("%s can be canceled: %s", (status, expected) => {
  expect(isCancelable(status)).toBe(expected);
});
