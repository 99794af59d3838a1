import { describe, expect, test } from "vitest";
import {
  type CancelDecision,
  type CancelRequest,
  decideCancellation,
  isCancelable,
  toCancelCall,
} from "./decide-cancellation";

/*
 * The execution stands at version 7. Columns: what becomes of the request when it brings no details, some that
 * replace the device's, some that are merged with the device's, and some that are eleven pairs when merged.
 *
 * A cell "f1 v7 ours" is a call: force sent or not, the version sent or none, and which details are sent.
 */
const TABLE = `
QUEUED       no   null   | f0 v- none  | f0 v- ours  | f0 v7 both  | too-many
QUEUED       no   equal  | f0 v7 none  | f0 v7 ours  | f0 v7 both  | too-many
QUEUED       no   other  | conflict    | conflict    | conflict    | conflict
QUEUED       yes  null   | f0 v- none  | f0 v- ours  | f0 v7 both  | too-many
QUEUED       yes  equal  | f0 v7 none  | f0 v7 ours  | f0 v7 both  | too-many
QUEUED       yes  other  | conflict    | conflict    | conflict    | conflict
IN_PROGRESS  no   null   | needs-force | needs-force | needs-force | needs-force
IN_PROGRESS  no   equal  | needs-force | needs-force | needs-force | needs-force
IN_PROGRESS  no   other  | conflict    | conflict    | conflict    | conflict
IN_PROGRESS  yes  null   | f1 v- none  | f1 v- ours  | f1 v7 both  | too-many
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
  const sent = /^f([01]) v([7-]) (\w+)$/.exec(cell);
  if (sent)
    return {
      allowed: true,
      call: {
        force: sent[1] === "1",
        expectedVersion: sent[2] === "7" ? 7 : null,
        statusDetails: DETAILS[sent[3]!] as Record<string, string> | null,
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
      const subject = { status, executionNumber: 1, versionNumber: VERSION, statusDetails: given.device };
      const request: CancelRequest = {
        force: FORCES[force],
        expectedVersion,
        seenExecutionNumber: null,
        statusDetails: given.ours,
        keepDeviceDetails: given.keep,
      };
      expect(decideCancellation(subject, request)).toEqual(decisionOf(given.cell, status, expectedVersion));
    });
  },
);

describe("what is sent", () => {
  const subject = {
    status: "IN_PROGRESS",
    executionNumber: 1,
    versionNumber: VERSION,
    statusDetails: device,
  };
  const request = {
    force: true,
    expectedVersion: 3,
    seenExecutionNumber: 1,
    statusDetails: {},
    keepDeviceDetails: true,
  };

  test("with nothing of ours to add, the device's details are left to AWS to keep", () => {
    expect(toCancelCall(subject, request)).toEqual({ force: true, expectedVersion: 3, statusDetails: null });
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
 * Which of the job's executions on the thing was seen, and which is there now; "-" where AWS does not number them, or
 * nobody looked. The version is the same all along: an execution that was made anew starts again at version 1.
 */
test.each(
  `
QUEUED       no   seen 1  now 1 | allowed
QUEUED       no   seen 1  now 2 | replaced
QUEUED       no   seen 2  now 1 | replaced
QUEUED       no   seen -  now 2 | allowed
QUEUED       no   seen 1  now - | allowed
IN_PROGRESS  no   seen 1  now 1 | needs-force
IN_PROGRESS  no   seen 1  now 2 | replaced
IN_PROGRESS  yes  seen 1  now 2 | replaced
IN_PROGRESS  yes  seen 2  now 2 | allowed
SUCCEEDED    no   seen 1  now 2 | already-finished
CANCELED     no   seen 1  now 2 | already-canceled
PAUSED       no   seen 1  now 2 | unknown-status
`
    .trim()
    .split("\n")
    .map((line) => line.split(/[\s|]+/)),
)("%s, force %s, %s %s, %s %s: %s", (status, force, _seen, seen, _now, now, expected) => {
  const numberOf = (text: string | undefined) => (text === "-" ? null : Number(text));
  const subject = { status: status, executionNumber: numberOf(now), versionNumber: 1, statusDetails: {} };
  const request = {
    force: force === "yes",
    expectedVersion: 1,
    seenExecutionNumber: numberOf(seen),
    statusDetails: {},
    keepDeviceDetails: false,
  };
  const decision = decideCancellation(subject, request);
  expect(decision.allowed ? "allowed" : decision.refusal.kind).toBe(expected);
  expect(decideCancellation(subject, { ...request, expectedVersion: 9 })).toMatchObject(
    decision.allowed || expected === "needs-force"
      ? { refusal: { kind: "version-conflict" } }
      : { refusal: { kind: expected } },
  );
});

/* AWS did not tell the version: it cannot be compared here, and what is sent is what the person asked, or none. */
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
    const subject = { status, executionNumber: null, versionNumber: null, statusDetails: device };
    for (const keepDeviceDetails of [false, true])
      expect(
        decideCancellation(subject, {
          force,
          expectedVersion,
          seenExecutionNumber: null,
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
