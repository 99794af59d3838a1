import { expect, test } from "vitest";
import { readSeeds } from "./paging-chaos-arguments.ts";

test("the default is five seeds, starting with the first", () => {
  expect(readSeeds([])).toEqual([1, 2, 3, 4, 5]);
  expect(readSeeds(["--from", "40", "--seeds", "2"])).toEqual([40, 41]);
});

test.each([["--seeds", "0"], ["--seeds", "many"], ["--from", "-1"], ["--nonsense"]])(
  "%s %s is reported with the usage",
  (...args) => {
    expect(() => readSeeds(args)).toThrow("Usage: npm run paging-chaos");
  },
);
