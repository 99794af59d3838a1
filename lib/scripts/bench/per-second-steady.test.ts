import { expect, it } from "vitest";
import { perSecondSteady } from "./per-second-steady.ts";

it("leaves out what a full bucket gave at once", () => {
  const burst = [0, 0, 0, 0];
  const steady = [100, 200, 300, 400, 500];
  expect(perSecondSteady([...burst, ...steady], 4)).toBe(10);
});

it("is no number where too few are left", () => {
  expect(perSecondSteady([0, 100], 1)).toBeNaN();
});
