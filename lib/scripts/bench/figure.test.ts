import { describe, expect, it } from "vitest";
import { missesAim, roundTo } from "./figure.ts";

const figure = (value: number, max: number | null) => ({
  name: "a figure",
  value,
  unit: "ratio",
  aim: max === null ? null : { max },
});

describe("an aim", () => {
  it("is reached up to its limit, and missed above", () => {
    expect(missesAim(figure(1.29, 1.3))).toBe(false);
    expect(missesAim(figure(1.3, 1.3))).toBe(false);
    expect(missesAim(figure(1.31, 1.3))).toBe(true);
  });

  it("is reached from its limit on, and missed below, where more is better", () => {
    const atLeast = (value: number) => ({ ...figure(value, null), aim: { min: 0.97 } });
    expect(missesAim(atLeast(0.97))).toBe(false);
    expect(missesAim(atLeast(0.96))).toBe(true);
    expect(missesAim(atLeast(Number.NaN))).toBe(true);
  });

  it("is missed by a figure that could not be measured", () => {
    expect(missesAim(figure(Number.NaN, 1.3))).toBe(true);
  });

  it("cannot be missed by a figure without one", () => {
    expect(missesAim(figure(1_000, null))).toBe(false);
  });
});

it("rounds to what is shown", () => {
  expect(roundTo(2, 1.2345)).toBe(1.23);
  expect(roundTo(0, 189.5)).toBe(190);
});
