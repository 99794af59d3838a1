import { expect, test } from "vitest";
import { relativeTime } from "./relative-time";

const NOW = new Date("2026-11-23T12:00:00Z");
const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;

test.each([
  [0, "just now"],
  [4 * S, "just now"],
  [8 * S, "8 s ago"],
  [59 * S, "59 s ago"],
  [31 * MIN + 59 * S, "31 min ago"],
  [3 * H, "3 h ago"],
  [3 * H + 12 * MIN, "3 h 12 min ago"],
  [4 * D + 2 * H + 40 * MIN, "4 d 2 h ago"],
  [2 * D, "2 d ago"],
  [40 * D + 5 * H, "40 d ago"],
  [-10 * S, "just now"],
  [-30 * S, "in 30 s"],
  [-3 * H, "in 3 h"],
])("%i ms ago reads %s", (agoMs, words) => {
  expect(relativeTime(new Date(NOW.getTime() - agoMs), NOW)).toBe(words);
  expect(relativeTime(new Date(NOW.getTime() - agoMs), NOW.getTime())).toBe(words);
});

test.each([[null], [undefined], [new Date("nonsense")]])("%s reads —", (date) => {
  expect(relativeTime(date, NOW)).toBe("—");
});
