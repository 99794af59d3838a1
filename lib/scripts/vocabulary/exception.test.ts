import { describe, expect, test } from "vitest";
import { createExceptions, type Exception, MAX_EXCEPTIONS } from "./exception.ts";

const PLACE = "lib/a.ts";

function allows(exception: Omit<Exception, "reason">, text: string, word: string, path = PLACE): boolean {
  return createExceptions([{ ...exception, reason: "planted" }]).allow(path, text, text.indexOf(word));
}

describe("an exception", () => {
  test("allows the exact name", () => {
    expect(allows({ text: "allSettled" }, "Promise.allSettled([])", "Settled")).toBe(true);
  });

  test("allows a word inside its phrase", () => {
    expect(allows({ text: "the old deeds of it" }, "x, the old deeds of it.", "deeds")).toBe(true);
  });

  test.each([
    ["a longer name that ends like it", "notAllSettled DENY_settled_at", "settled_at"],
    ["a longer name that begins like it", "settled_at_last", "settled_at"],
    ["another case", "SETTLED_AT", "SETTLED"],
    ["the word outside of it", "settled, not settled_at", "settled"],
  ])("does not allow %s", (_, text, word) => {
    expect(allows({ text: "settled_at" }, text, word)).toBe(false);
  });

  test("holds in the files and folders that it names", () => {
    const exception = { text: "deed", within: ["lib/server/audit/", "lib/tables.ts"] };
    expect(allows(exception, "deed", "deed", "lib/server/audit/rows.ts")).toBe(true);
    expect(allows(exception, "deed", "deed", "lib/tables.ts")).toBe(true);
    expect(allows(exception, "deed", "deed", "lib/tables.ts.md")).toBe(false);
    expect(allows(exception, "deed", "deed", "lib/server/audit.ts")).toBe(false);
  });
});

describe("the list", () => {
  test("has nothing wrong when each entry was needed", () => {
    const exceptions = createExceptions([{ text: "settled_at", reason: "planted" }]);
    exceptions.allow(PLACE, "settled_at", 0);
    expect(exceptions.problems()).toEqual([]);
  });

  test("names an entry that nothing needed", () => {
    const exceptions = createExceptions([{ text: "settled_at", reason: "planted" }]);
    exceptions.allow(PLACE, "settled", 0);
    expect(exceptions.problems()).toEqual(['The exception "settled_at" is not needed any more: remove it.']);
  });

  test("refuses a single word that names no files, whatever its case", () => {
    const exceptions = createExceptions([{ text: "Deeds", reason: "planted" }]);
    exceptions.allow(PLACE, "Deeds", 0);
    expect(exceptions.problems()).toEqual(['The exception "Deeds" must name its files.']);
  });

  test("refuses one entry too many", () => {
    const list = Array.from({ length: MAX_EXCEPTIONS + 1 }, (_, at) => ({
      text: `at_${at}`,
      reason: "planted",
    }));
    const exceptions = createExceptions(list);
    for (const { text } of list) exceptions.allow(PLACE, text, 0);
    expect(exceptions.problems()).toEqual(["There are 16 exceptions; at most 15 are allowed."]);
  });
});
