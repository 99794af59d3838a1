import { expect, it } from "vitest";
import { figureTable } from "./figure-table.ts";

it("aligns figures in columns, with a verdict where there is an aim", () => {
  const table = figureTable([
    { name: "p50", value: 1.25, unit: "ratio", aim: { max: 1.3 } },
    { name: "longest frame", value: 120, unit: "ms", aim: { max: 50 } },
    { name: "items", value: 480, unit: "a second", aim: { min: 500 } },
    { name: "rows", value: 35, unit: "rows", aim: null },
  ]);
  expect(table.split("\n")).toEqual([
    "figure         value  unit        aim",
    "-".repeat(43),
    "p50             1.25  ratio     ≤ 1.3  ok",
    "longest frame    120  ms         ≤ 50  MISS",
    "items            480  a second  ≥ 500  MISS",
    "rows              35  rows",
  ]);
});
