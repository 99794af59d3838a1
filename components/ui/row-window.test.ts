import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowsInView, rowsToDraw, scrollTopFor } from "./row-window";

/** Ten rows of 40 pixels fit under the header. */
const BOX = { scrollTop: 0, height: 437, headerHeight: 37, rowHeight: 40 };

test.each([
  [0, { first: 0, end: 10 }],
  [1, { first: 0, end: 11 }],
  [39, { first: 0, end: 11 }],
  [40, { first: 1, end: 11 }],
  [4_000_000, { first: 100_000, end: 100_010 }],
  [-80, { first: 0, end: 10 }],
])("scrolled by %i pixels, %j are in view", (scrollTop, range) => {
  expect(rowsInView({ ...BOX, scrollTop })).toEqual(range);
});

test("a box lower than its header shows no row", () => {
  expect(rowsInView({ ...BOX, height: 0, scrollTop: 400 })).toEqual({ first: 10, end: 10 });
});

describe("rows to draw", () => {
  test.each([
    ["a few more on either side", { first: 50, end: 60 }, 100, { first: 42, end: 68 }],
    ["not above the first", { first: 3, end: 13 }, 100, { first: 0, end: 21 }],
    ["not below the last", { first: 88, end: 98 }, 100, { first: 80, end: 100 }],
    ["all where there are few", { first: 0, end: 10 }, 4, { first: 0, end: 4 }],
    ["none of none", { first: 0, end: 10 }, 0, { first: 0, end: 0 }],
    ["the last ones where the others went away", { first: 90, end: 100 }, 40, { first: 22, end: 40 }],
  ])("%s", (_, inView, count, range) => {
    expect(rowsToDraw(inView, count, 8)).toEqual(range);
  });
});

test.each([
  ["in view", 5, 0, 0],
  ["in view, at the edges", 10, 400, 400],
  ["above", 5, 400, 200],
  ["hidden in part by the header", 10, 410, 400],
  ["below", 10, 0, 40],
  ["far below", 99, 0, 3600],
])("to a row that is %s", (_, index, scrollTop, to) => {
  expect(scrollTopFor(index, { ...BOX, scrollTop })).toBe(to);
});

test("wherever one scrolls to, that row is wholly visible, and drawn", () => {
  const nat = (max: number) => fc.nat({ max });
  fc.assert(
    fc.property(nat(99_999), nat(4_000_000), fc.integer({ min: 77, max: 3_000 }), (index, from, height) => {
      const box = { ...BOX, height };
      const scrollTop = scrollTopFor(index, { ...box, scrollTop: from });
      expect(index * 40).toBeGreaterThanOrEqual(scrollTop);
      expect(index * 40 + 40 + 37).toBeLessThanOrEqual(scrollTop + height);
      const drawn = rowsToDraw(rowsInView({ ...box, scrollTop }), 100_000, 0);
      expect(drawn.first).toBeLessThanOrEqual(index);
      expect(drawn.end).toBeGreaterThan(index);
    }),
  );
});
