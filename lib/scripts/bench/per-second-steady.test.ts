import { expect, it } from "vitest";
import { perSecondSteady } from "./per-second-steady.ts";

it("leaves out the initial burst of a full bucket", () => {
  const burst = [0, 0, 0, 0];
  const steady = [100, 200, 300, 400, 500];
  expect(perSecondSteady([...burst, ...steady], 4)).toBe(10);
});

it("is not a number when too few are left", () => {
  expect(perSecondSteady([0, 100], 1)).toBeNaN();
});
