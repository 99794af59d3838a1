import { expect, test } from "vitest";
import { compareFloors, floorOf, isTestFile } from "./floors.ts";

test.each([
  ["app/page.tsx", "app"],
  ["components/ui/button.tsx", "components"],
  ["lib/core/domain/a.ts", "lib/core"],
  ["lib/server/db/worker.js", "lib/server"],
  ["e2e/a.spec.ts", "e2e"],
  ["lib/newer/a.ts", "lib/newer"],
  ["app/globals.css", null],
  ["lib/server/a.md", null],
  ["next.config.js", null],
  ["docs/library.ts", null],
])("%s is of the floor %s", (path, floor) => {
  expect(floorOf(path)).toBe(floor);
});

test.each([
  ["lib/core/a.test.ts", true],
  ["components/a.test.tsx", true],
  ["e2e/a.spec.ts", true],
  ["lib/server/operations/testing/seed.ts", true],
  ["lib/emulator/testing/start.ts", true],
  ["lib/testing/worlds.ts", false],
  ["lib/testing/worlds.test.ts", true],
  ["e2e/pages/a.ts", false],
  ["lib/core/latest.ts", false],
])("whether %s is a test: %s", (path, expected) => {
  expect(isTestFile(path)).toBe(expected);
});

test("floors stand from the pages down, new ones of lib last", () => {
  expect(["lib/newer", "e2e", "lib/added", "lib/core", "app"].toSorted(compareFloors)).toEqual([
    "app",
    "lib/core",
    "e2e",
    "lib/added",
    "lib/newer",
  ]);
});
