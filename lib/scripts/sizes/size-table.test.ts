import { expect, test } from "vitest";
import type { Floor } from "./measure-floors.ts";
import { sizeTable } from "./size-table.ts";

const files = (...lines: number[]) => lines.map((count, at) => ({ path: `a/${at}.ts`, lines: count }));
const part = (name: string, size: number, path = "a/a.ts") => ({ path, name, line: 1, size });

const APP: Floor = {
  name: "app",
  sources: files(10, 20, 30, 130),
  functions: [part("short", 3), part("long", 40)],
  components: [part("Page", 2)],
  tests: files(101),
};
const CORE: Floor = {
  name: "lib/core",
  sources: files(5, 7),
  functions: [part("add", 7)],
  components: [],
  tests: [],
};

test("has a row for each floor and one for all, as prettier writes tables", () => {
  expect(sizeTable([APP, CORE]).split("\n")).toEqual([
    "| Floor      | Files | Lines | p50 | p95 | Max | Longest function | Most props | Test files | Test lines |",
    "| ---------- | ----: | ----: | --: | --: | --: | ---------------- | ---------- | ---------: | ---------: |",
    "| `app`      |     4 |   200 |  20 | 130 | 130 | 40 (`long`)      | 2 (`Page`) |          1 |        200 |",
    "| `lib/core` |     2 |   100 |   5 |   7 |   7 | 7 (`add`)        | –          |          0 |          0 |",
    "| All        |     6 |   300 |  10 | 130 | 130 | 40 (`long`)      | 2 (`Page`) |          1 |        200 |",
  ]);
});

test("does not change with a line that moves no percentile and no hundred", () => {
  const longer = { ...APP, sources: files(11, 20, 30, 130) };
  expect(sizeTable([longer])).toBe(sizeTable([APP]));
});

test("names the first by path of what is as long as each other, whatever the order of the files", () => {
  const functions = [part("later", 9, "b.ts"), part("earlier", 9, "a.ts")];
  expect(sizeTable([{ ...CORE, functions }])).toContain("9 (`earlier`)");
});

test("a floor of tests only has no percentiles", () => {
  const floor = { ...CORE, sources: [], functions: [], tests: files(10) };
  expect(sizeTable([floor]).split("\n")[2]).toMatch(/\| +– \| +– \| +– \| – +\| – +\| +1 \| +100 \|$/);
});
