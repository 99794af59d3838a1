import { expect, test } from "vitest";
import { keyIssue, mergeStatusDetails, valueIssue } from "./status-details";

const pairs = (count: number, stem: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${stem}${at}`, "v"]));

test("our pairs replace the device's of the same key, and the device's others stay", () => {
  const device = { step: "2", state: "downloading" };
  expect(mergeStatusDetails(device, { state: "stopped", by: "ada" })).toEqual({
    step: "2",
    state: "stopped",
    by: "ada",
  });
  expect(device).toEqual({ step: "2", state: "downloading" });
});

test("ten pairs together fit, eleven do not", () => {
  expect(Object.keys(mergeStatusDetails(pairs(6, "d"), pairs(4, "o"))!)).toHaveLength(10);
  expect(mergeStatusDetails(pairs(6, "d"), pairs(5, "o"))).toBeNull();
  expect(mergeStatusDetails(pairs(10, "d"), pairs(10, "d"))).toEqual(pairs(10, "d"));
});

test("a key named __proto__ is a key like any other", () => {
  const merged = mergeStatusDetails(Object.fromEntries([["__proto__", "device"]]), { a: "b" })!;
  expect(Object.entries(merged)).toEqual([
    ["__proto__", "device"],
    ["a", "b"],
  ]);
});

test.each([
  ["", "Give the pair a key."],
  ["k".repeat(129), "At most 128 characters in a key."],
  ["a b", "Use only letters, digits, “:”, “_” and “-” in a key."],
  ["ü", "Use only letters, digits, “:”, “_” and “-” in a key."],
  ["a\n", "Use only letters, digits, “:”, “_” and “-” in a key."],
  ["k".repeat(128), null],
  ["A:z_0-9", null],
])("key %j: %s", (key, issue) => {
  expect(keyIssue(key)).toBe(issue);
});

test.each([
  ["", "Give the pair a value."],
  ["v".repeat(1025), "At most 1,024 characters in a value."],
  ["two\nlines", "No line breaks, tabs or other control characters in a value."],
  ["a\tb", "No line breaks, tabs or other control characters in a value."],
  ["zero\u200Bwidth", "No line breaks, tabs or other control characters in a value."],
  ["half \uD83D", "No line breaks, tabs or other control characters in a value."],
  ["v".repeat(1024), null],
  [" ", null],
  ["Größe 🙂 漢字", null],
])("value %j: %s", (value, issue) => {
  expect(valueIssue(value)).toBe(issue);
});
