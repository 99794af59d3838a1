import { describe, expect, it } from "vitest";
import { percentile } from "./percentile.ts";

describe("a percentile", () => {
  it("is one of the samples, whatever their order", () => {
    const samples = [9, 1, 10, 3, 2, 8, 4, 7, 5, 6];
    expect(percentile(samples, 50)).toBe(5);
    expect(percentile(samples, 95)).toBe(10);
    expect(percentile(samples, 100)).toBe(10);
    expect(percentile(samples, 1)).toBe(1);
    expect(samples[0]).toBe(9);
  });

  it("sorts numbers as numbers", () => {
    expect(percentile([100, 20, 3], 50)).toBe(20);
  });

  it("refuses no samples", () => {
    expect(() => percentile([], 50)).toThrow(RangeError);
  });
});
