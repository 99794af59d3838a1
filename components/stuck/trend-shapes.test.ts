import { describe, expect, test } from "vitest";
import { areaPath, barPath, runsOf, stepPath, topOf } from "./trend-shapes";

describe("the shapes of a trend", () => {
  test.each([
    [[], 1],
    [[0, null], 1],
    [[1], 1],
    [[3, 7], 10],
    [[11], 20],
    [[null, 480], 500],
    [[1_000_001], 2_000_000],
  ])("the scale of %j ends at %d", (figures, top) => {
    expect(topOf(figures)).toBe(top);
  });

  test("a line is broken where nothing was read, and such a gap is no zero", () => {
    expect(stepPath([10, 5, null, 0], 10)).toBe("M0 0V0H1V50H2M3 100V100H4");
    expect(areaPath([10, null], 10)).toBe("M0 100V0H1V100Z");
    expect(stepPath([null, null], 10)).toBe("");
  });

  test("only figures above zero have a bar", () => {
    expect(barPath([0, null, 5], 10)).toBe("M2.15 100V50H2.85V100Z");
  });

  test("runs separate known figures from gaps", () => {
    expect(runsOf([null, null, 0, 3, null])).toEqual([
      { from: 0, to: 2, isKnown: false },
      { from: 2, to: 4, isKnown: true },
      { from: 4, to: 5, isKnown: false },
    ]);
  });
});
