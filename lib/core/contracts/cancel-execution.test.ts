import { describe, expect, test } from "vitest";
import {
  type CancelExecutionCommand,
  cancelExecutionSchema,
  toCancelRequest,
  toStatusDetails,
} from "./cancel-execution";

const COMMAND: CancelExecutionCommand = {
  fleetId: "demo",
  thingName: "site:7:kiosk",
  jobId: "fw-2_4",
  force: false,
  observed: {
    status: "IN_PROGRESS",
    executionNumber: 2,
    queuedAt: new Date("2026-11-23T12:00:00.250Z"),
    startedAt: new Date("2026-11-23T12:05:00.500Z"),
    versionNumber: 3,
    origin: { region: "eu-west-1", account: "123456789012" },
  },
  expectedVersion: 3,
  statusDetails: [{ key: "by", value: "ada@example.com" }],
  keepDeviceDetails: true,
  reason: "wrong image",
};

/** The path and message of each issue, as the form shows them. */
const issuesOf = (given: object) =>
  (cancelExecutionSchema.safeParse({ ...COMMAND, ...given }).error?.issues ?? []).map(
    (issue) => [issue.path.join("."), issue.message] as const,
  );

test("a command is parsed to itself, and translated for the rule", () => {
  expect(cancelExecutionSchema.parse(COMMAND)).toEqual(COMMAND);
  expect(toCancelRequest(COMMAND)).toEqual({
    force: false,
    observed: COMMAND.observed,
    expectedVersion: 3,
    statusDetails: { by: "ada@example.com" },
    keepDeviceDetails: true,
  });
});

test("what was seen survives JSON", () => {
  expect(cancelExecutionSchema.parse(JSON.parse(JSON.stringify(COMMAND)))).toEqual(COMMAND);
});

test("what AWS did not report is null", () => {
  const observed = {
    ...COMMAND.observed,
    executionNumber: null,
    queuedAt: null,
    startedAt: null,
    versionNumber: null,
    origin: null,
  };
  expect(cancelExecutionSchema.parse({ ...COMMAND, observed })).toEqual({ ...COMMAND, observed });
});

test.each(Object.keys(COMMAND.observed))(
  "what was seen is never without its %s: only null says so",
  (member) => {
    const observed = Object.fromEntries(Object.entries(COMMAND.observed).filter(([key]) => key !== member));
    expect(issuesOf({ observed }).map(([path]) => path)).toEqual([`observed.${member}`]);
  },
);

test.each([
  { executionNumber: "2" },
  { executionNumber: 0.5 },
  { versionNumber: "3" },
  { queuedAt: "yesterday" },
  { startedAt: "" },
  { status: "S".repeat(65) },
  { origin: { region: "eu-west-1" } },
  { origin: { region: "eu-west-1", account: "12345678901" } },
  { origin: { region: "eu-west-1", account: "1234567890123" } },
  { origin: { region: "r".repeat(65), account: "123456789012" } },
])("%j cannot have been seen", (wrong) => {
  expect(issuesOf({ observed: { ...COMMAND.observed, ...wrong } })).not.toEqual([]);
});

test("a key named __proto__ is not lost", () => {
  expect(Object.entries(toStatusDetails([{ key: "__proto__", value: "v" }]))).toEqual([["__proto__", "v"]]);
});

describe("each issue is at the field that can fix it", () => {
  test.each([
    ["no key", [{ key: "", value: "v" }], [["statusDetails.0.key", "Give the pair a key."]]],
    ["no value", [{ key: "k", value: "" }], [["statusDetails.0.value", "Give the pair a value."]]],
    [
      "nothing at all",
      [{ key: "", value: "" }],
      [
        ["statusDetails.0.key", "Give the pair a key."],
        ["statusDetails.0.value", "Give the pair a value."],
      ],
    ],
    [
      "a key twice",
      [
        { key: "a", value: "1" },
        { key: "b", value: "2" },
        { key: "a", value: "3" },
      ],
      [["statusDetails.2.key", "“a” is there twice. Keys are unique."]],
    ],
    [
      "a line break in the second value",
      [
        { key: "a", value: "1" },
        { key: "b", value: "1\n2" },
      ],
      [["statusDetails.1.value", "No line breaks, tabs or other control characters in a value."]],
    ],
    [
      "eleven pairs",
      Array.from({ length: 11 }, (_, at) => ({ key: `k${at}`, value: "v" })),
      [["statusDetails", "At most 10 pairs."]],
    ],
  ])("%s", (_, statusDetails, issues) => {
    expect(issuesOf({ statusDetails })).toEqual(issues);
  });

  test("two empty keys are two missing keys, not a duplicate", () => {
    const empty = { key: "", value: "v" };
    expect(issuesOf({ statusDetails: [empty, empty] }).map(([path]) => path)).toEqual([
      "statusDetails.0.key",
      "statusDetails.1.key",
    ]);
  });
});

test.each([
  { thingName: ".." },
  { thingName: "a/../b" },
  { jobId: "site:7" },
  { jobId: "" },
  { fleetId: "../demo" },
  { fleetId: "" },
  { force: "true" },
  { force: undefined },
  { expectedVersion: "3" },
  { expectedVersion: 1.5 },
  { expectedVersion: Number.NaN },
  { expectedVersion: undefined },
  { observed: undefined },
  { observed: null },
  { statusDetails: { by: "ada" } },
  { keepDeviceDetails: undefined },
])("%j is refused", (wrong) => {
  expect(issuesOf(wrong)).not.toEqual([]);
});
