import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/track-record.md"), "utf8");

/** The rows of its tables: what happened, the fix, and the tests that find it now. */
const ROWS = PAGE.split("\n")
  .filter((line) => line.startsWith("|") && !/^\| *(-|what happened)/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** A test as the page names it: its file, and part of its title where one of several is meant. */
const testsIn = (cell: string) =>
  cell.split("·").map((named) => {
    const [, file, , title] = /^\s*`([^`]+)`(\s+“(.+)”)?\s*$/.exec(named) ?? [];
    return { named, file, title };
  });

test("the track record has rows", () => {
  expect(ROWS.length).toBeGreaterThan(20);
});

describe.each(ROWS.map(([happened, fix, found]) => ({ happened, fix, found })))(
  "$happened",
  ({ fix, found }) => {
    test("has a fix and names tests that exist", () => {
      expect(fix).toMatch(/^[A-Z“`].{10,}/);
      for (const { named, file, title } of testsIn(found!)) {
        expect(file, `“${named}” names no file`).toBeDefined();
        expect(existsSync(join(ROOT, file!)), `${file} is not there`).toBe(true);
        if (title !== undefined) expect(readFileSync(join(ROOT, file!), "utf8")).toContain(title);
      }
    });
  },
);
