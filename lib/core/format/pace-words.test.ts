import { expect, test } from "vitest";
import { speedWords, timeLeftWords } from "./pace-words";

const PACE = { perSecond: 9.66, quotaPerSecond: 10, share: 1, throttled: false, secondsLeft: 55.2 };

test.each([
  [PACE, "9.7 per second, quota 10 · about 56 s left"],
  [{ ...PACE, share: 0.8 }, "9.7 per second, quota 10, 80% of it for this console · about 56 s left"],
  [{ ...PACE, perSecond: null }, "Quota 10 · about 56 s left"],
  [{ ...PACE, quotaPerSecond: null, secondsLeft: null }, "9.7 per second, no quota is applied"],
])("%j", (pace, words) => {
  expect(speedWords(pace)).toBe(words);
});

test("the last moment is not shown as zero", () => {
  expect(timeLeftWords(0.2)).toBe("about 1 s left");
  expect(timeLeftWords(61)).toBe("about 1 min left");
});
