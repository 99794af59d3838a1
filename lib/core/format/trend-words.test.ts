import { describe, expect, test } from "vitest";
import { trendPointWords, trendSentence, trendTime, trendTimeUtc } from "./trend-words";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));

describe("a trend in words", () => {
  test("an hour is shown in the reader's time zone, and a day in UTC", () => {
    expect(trendTime(at(20), "hour", "Asia/Kathmandu")).toBe("Nov 23, 01:45");
    expect(trendTime(at(0), "day", "America/New_York")).toBe("Nov 22, 2026");
    expect(trendTimeUtc(at(20), "hour")).toBe("2026-11-22 20:00");
    expect(trendTimeUtc(at(0), "day")).toBe("2026-11-22");
  });

  test("a point that was not read says so, and is no zero", () => {
    const gap = { at: at(0), open: null, stuck: null, canceled: null };
    expect(trendPointWords(gap, "day")).toBe("Nov 22, 2026: not read");
    expect(trendPointWords({ ...gap, canceled: 2 }, "day")).toBe("Nov 22, 2026: not read, 2 canceled");
    expect(trendPointWords({ ...gap, open: 1_200, stuck: 0, canceled: 0 }, "day")).toBe(
      "Nov 22, 2026: 1,200 open, 0 stuck, 0 canceled",
    );
  });

  test("the whole trend has its peaks, and how much of it is missing", () => {
    const points = [
      { at: at(0), open: 12, stuck: 1, canceled: 3 },
      { at: at(24), open: null, stuck: null, canceled: null },
      { at: at(48), open: 4, stuck: 2, canceled: 1_000 },
    ];
    expect(trendSentence({ grain: "day", points })).toBe(
      "Executions by the day since Nov 22, 2026 (UTC): at most 12 open at once, at most 2 stuck, 1,003 canceled. 1 of 3 days was not read.",
    );
  });
});
