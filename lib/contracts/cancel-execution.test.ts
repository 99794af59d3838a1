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
  expectedVersion: 3,
  seenExecutionNumber: 2,
  statusDetails: [{ key: "by", value: "ada@example.com" }],
  keepDeviceDetails: true,
  reason: "wrong image",
};

/** Where each fault stands and what it says, as the form shows it. */
const faultsOf = (given: object) =>
  (cancelExecutionSchema.safeParse({ ...COMMAND, ...given }).error?.issues ?? []).map(
    (issue) => [issue.path.join("."), issue.message] as const,
  );

test("a command is parsed to itself, and put into the words of the rule", () => {
  expect(cancelExecutionSchema.parse(COMMAND)).toEqual(COMMAND);
  expect(toCancelRequest(COMMAND)).toEqual({
    force: false,
    expectedVersion: 3,
    seenExecutionNumber: 2,
    statusDetails: { by: "ada@example.com" },
    keepDeviceDetails: true,
  });
});

test("which execution was seen may be left out: then it is whichever there is", () => {
  const { seenExecutionNumber: _, ...rest } = COMMAND;
  expect(cancelExecutionSchema.parse(rest)).toEqual({ ...COMMAND, seenExecutionNumber: null });
});

test("a key named __proto__ is not lost", () => {
  expect(Object.entries(toStatusDetails([{ key: "__proto__", value: "v" }]))).toEqual([["__proto__", "v"]]);
});

describe("each fault stands where it can be mended", () => {
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
  ])("%s", (_, statusDetails, faults) => {
    expect(faultsOf({ statusDetails })).toEqual(faults);
  });

  test("two empty keys are two keys to give, not one that is there twice", () => {
    const empty = { key: "", value: "v" };
    expect(faultsOf({ statusDetails: [empty, empty] }).map(([path]) => path)).toEqual([
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
  { seenExecutionNumber: "2" },
  { seenExecutionNumber: 0.5 },
  { statusDetails: { by: "ada" } },
  { keepDeviceDetails: undefined },
])("%j is refused", (wrong) => {
  expect(faultsOf(wrong)).not.toEqual([]);
});
