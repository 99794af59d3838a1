import { expect, test } from "vitest";
import { csvRow } from "./csv";

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["=a,b", `"'=a,b"`],
  [`="x"`, `"'=""x"""`],
])("%j is not a formula", (text, cell) => {
  expect(csvRow([text])).toBe(`${cell}\r\n`);
});

test("cells are quoted where necessary, and empty where there is no value", () => {
  expect(csvRow(["a", 7, -7, null, undefined, 'say "hi"', "a\nb"])).toBe('a,7,-7,,,"say ""hi""","a\nb"\r\n');
});
