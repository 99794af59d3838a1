import { expect, test } from "vitest";
import { checkSizes } from "./check-sizes.ts";
import { measureFloors } from "./measure-floors.ts";

const EMPTY = "# Sizes\n\n<!-- sizes:start -->\n<!-- sizes:end -->\n";
const floorsOf = (lines: number) =>
  measureFloors(["app/a.ts"], () => `function add() {\n${"one();\n".repeat(lines - 2)}}\n`);

test("a document without the table is not current, and the one it gives is", () => {
  const { document, isCurrent } = checkSizes(EMPTY, floorsOf(20));
  expect(isCurrent).toBe(false);
  expect(document).toContain("20 (`add`)");
  expect(checkSizes(document, floorsOf(20))).toEqual({ document, isCurrent: true, broken: [] });
});

test("a table of yesterday is not current", () => {
  const { document } = checkSizes(EMPTY, floorsOf(20));
  expect(checkSizes(document, floorsOf(21)).isCurrent).toBe(false);
});

test("a bound is broken although the table is current", () => {
  const { document } = checkSizes(EMPTY, floorsOf(101));
  expect(checkSizes(document, floorsOf(101))).toEqual({
    document,
    isCurrent: true,
    broken: ["app/a.ts:1 add has 101 lines, and at most 100 are allowed."],
  });
});
