import { expect, test } from "vitest";
import { totalExecutions } from "./job";

test("the executions of all eight statuses are counted", () => {
  expect(
    totalExecutions({
      QUEUED: 1,
      IN_PROGRESS: 10,
      SUCCEEDED: 100,
      FAILED: 1_000,
      TIMED_OUT: 10_000,
      REJECTED: 100_000,
      REMOVED: 1_000_000,
      CANCELED: 10_000_000,
    }),
  ).toBe(11_111_111);
});
