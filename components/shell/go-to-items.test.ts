import { expect, test } from "vitest";
import { goToItems, goToProblem } from "./go-to-items";

const found = (typed: string) => goToItems("eu-west-1", typed).map(({ kind, href }) => `${kind} ${href}`);

test("nothing typed offers the pages", () => {
  expect(found("")).toEqual([
    "page /eu-west-1/things",
    "page /eu-west-1/jobs",
    "page /eu-west-1/stuck",
    "page /eu-west-1/operations",
    "page /eu-west-1/audit",
  ]);
});

test("an operation's id leads to it", () => {
  expect(found("op_abcdefghijk2")).toEqual(["operation /eu-west-1/operations/op_abcdefghijk2"]);
});

test("a name may be a thing or a job", () => {
  expect(found(" fw-rollout ")).toEqual([
    "thing /eu-west-1/things/fw-rollout",
    "job /eu-west-1/jobs/fw-rollout",
  ]);
});

test("a name with a colon is a thing's, and is escaped", () => {
  expect(found("kiosk:ams-014")).toEqual(["thing /eu-west-1/things/kiosk%3Aams-014"]);
});

test("a name of more than 64 characters cannot be a job's", () => {
  expect(goToItems("demo", "a".repeat(65)).map(({ kind }) => kind)).toEqual(["thing"]);
});

test.each(["..", "a b", "schlüssel", "a/b"])("%s leads nowhere, and says why", (typed) => {
  expect(found(typed)).toEqual([]);
  expect(goToProblem(typed)).toContain("letters, digits");
});

test("a name that is too long says so", () => {
  expect(goToProblem("a".repeat(129))).toContain("128");
  expect(goToProblem("a".repeat(128))).toBeNull();
  expect(goToProblem("  ")).toBeNull();
});
