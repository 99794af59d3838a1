import { expect, test } from "vitest";
import { readChaosArguments } from "./chaos-arguments.ts";
import { CommandError } from "./command-error.ts";

test("a run can be repeated by its seed", () => {
  expect(readChaosArguments(["--seed", "7"])).toEqual({ seed: 7, items: 3_000 });
  expect(readChaosArguments(["--seed", "0", "--items", "200"])).toEqual({ seed: 0, items: 200 });
});

test("without a seed the run gets a random one", () => {
  expect(Number.isInteger(readChaosArguments([]).seed)).toBe(true);
});

test.each([["--seed", "x"], ["--seed="], ["--items", "99"], ["--items", "1e9"], ["--skip-checks"], ["more"]])(
  "%s is refused with the usage",
  (...args) => {
    expect(() => readChaosArguments(args)).toThrow(CommandError);
    expect(() => readChaosArguments(args)).toThrow(/Usage: npm run chaos/);
  },
);
