import { afterEach, expect, test, vi } from "vitest";
import { addMs, isPast, momentNow } from "./moment";

afterEach(() => void vi.restoreAllMocks());

/** A process whose clocks advanced by these amounts since the moment. */
function clocksMovedBy(monotonicMs: number, wallMs: number): void {
  const [monotonic, wall] = [performance.now(), Date.now()];
  vi.spyOn(performance, "now").mockReturnValue(monotonic + monotonicMs);
  vi.spyOn(Date, "now").mockReturnValue(wall + wallMs);
}

test.each([
  ["a second has passed", 1_000, 1_000, false],
  ["three seconds have passed", 3_000, 3_000, true],
  ["the machine slept, which the monotonic clock does not count", 10, 60_000, true],
  ["the wall clock was set back meanwhile", 3_000, -60_000, true],
  ["the wall clock was set back, and no time has passed", 10, -60_000, false],
])("a deadline of two seconds, when %s", (_, monotonicMs, wallMs, expected) => {
  const deadline = addMs(momentNow(), 2_000);
  clocksMovedBy(monotonicMs, wallMs);
  expect(isPast(deadline)).toBe(expected);
});
