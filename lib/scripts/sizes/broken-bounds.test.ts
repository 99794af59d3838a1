import { describe, expect, test } from "vitest";
import { brokenBounds, MAX_FUNCTION_LINES, MAX_P95_LINES, MAX_PROPS } from "./broken-bounds.ts";
import type { Floor } from "./measure-floors.ts";

const EMPTY: Floor = { name: "lib/core", sources: [], functions: [], components: [], tests: [] };
const part = (size: number) => ({ path: "lib/core/a.tsx", name: "One", line: 7, size });
const files = (...lines: number[]) => lines.map((count, at) => ({ path: `lib/core/${at}.ts`, lines: count }));

describe("a function", () => {
  test("may have as many lines as the bound", () => {
    expect(brokenBounds([{ ...EMPTY, functions: [part(MAX_FUNCTION_LINES)] }])).toEqual([]);
  });

  test("may not have one more", () => {
    expect(brokenBounds([{ ...EMPTY, functions: [part(101)] }])).toEqual([
      "lib/core/a.tsx:7 One has 101 lines, and at most 100 are allowed.",
    ]);
  });
});

test("a function of a migration that may not be edited is as long as it is", () => {
  const functions = [{ ...part(101), path: "lib/server/db/migrations/003-operations.ts" }];
  expect(brokenBounds([{ ...EMPTY, functions }])).toEqual([]);
});

describe("a component", () => {
  test("may have as many props as the bound", () => {
    expect(brokenBounds([{ ...EMPTY, components: [part(MAX_PROPS)] }])).toEqual([]);
  });

  test("may not have one more", () => {
    expect(brokenBounds([{ ...EMPTY, components: [part(11)] }])).toEqual([
      "lib/core/a.tsx:7 One has 11 props, and at most 10 are allowed.",
    ]);
  });
});

describe("the files of a floor", () => {
  const short = Array.from({ length: 19 }, () => MAX_P95_LINES);

  test("may have one long one in twenty", () => {
    expect(brokenBounds([{ ...EMPTY, sources: files(...short, 900) }])).toEqual([]);
  });

  test("may not have two, which are named, the longest first", () => {
    expect(brokenBounds([{ ...EMPTY, sources: files(201, ...short.slice(1), 900) }])).toEqual([
      "lib/core: 95 % of its files may have at most 200 lines, but p95 is 201. Longer ones:",
      "  lib/core/19.ts 900",
      "  lib/core/0.ts 201",
    ]);
  });

  test("do not count tests", () => {
    expect(brokenBounds([{ ...EMPTY, tests: files(900) }])).toEqual([]);
  });
});
