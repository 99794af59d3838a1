import { expect, test } from "vitest";
import { exactTime } from "./exact-time";

test("an instant is shown in the reader's zone and in UTC", () => {
  const date = new Date("2026-11-23T12:05:09.500Z");
  expect(exactTime(date, "Europe/Berlin")).toEqual({
    local: "Nov 23, 2026, 13:05:09 GMT+1",
    utc: "2026-11-23 12:05:09 UTC",
  });
});

test("milliseconds are shown on request", () => {
  const date = new Date("2026-11-23T12:05:09.500Z");
  expect(exactTime(date, "Europe/Berlin", "milliseconds")).toEqual({
    local: "Nov 23, 2026, 13:05:09.500 GMT+1",
    utc: "2026-11-23 12:05:09.500 UTC",
  });
});

test("midnight is hour 0 of 24", () => {
  expect(exactTime(new Date("2026-11-23T00:05:09Z"), "UTC").local).toBe("Nov 23, 2026, 00:05:09 UTC");
});

test("no date gives dashes", () => {
  expect(exactTime(null)).toEqual({ local: "—", utc: "—" });
  expect(exactTime(new Date(Number.NaN))).toEqual({ local: "—", utc: "—" });
});
