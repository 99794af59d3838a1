import { expect, test } from "vitest";
import { exactTime } from "./exact-time";

test("an instant is told in the reader's zone and in UTC", () => {
  const date = new Date("2026-11-23T12:05:09.500Z");
  expect(exactTime(date, "Europe/Berlin")).toEqual({
    local: "23 Nov 2026, 13:05:09 CET",
    utc: "2026-11-23 12:05:09 UTC",
  });
});

test("milliseconds are told where they are asked for", () => {
  const date = new Date("2026-11-23T12:05:09.500Z");
  expect(exactTime(date, "Europe/Berlin", "milliseconds")).toEqual({
    local: "23 Nov 2026, 13:05:09.500 CET",
    utc: "2026-11-23 12:05:09.500 UTC",
  });
});

test("no date gives dashes", () => {
  expect(exactTime(null)).toEqual({ local: "—", utc: "—" });
  expect(exactTime(new Date(Number.NaN))).toEqual({ local: "—", utc: "—" });
});
