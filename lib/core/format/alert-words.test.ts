import { expect, test } from "vitest";
import { alertNotificationWords, alertWords } from "./alert-words";

test("an alert says what it is about, and whether the webhook was notified", () => {
  expect(alertWords({ rule: "stuck", jobId: null, threshold: 1_000 })).toBe(
    "More than 1,000 executions are stuck.",
  );
  expect(alertWords({ rule: "stuck", jobId: null, threshold: 1 })).toBe("More than 1 execution is stuck.");
  expect(alertWords({ rule: "job-stuck-share", jobId: "fw-7", threshold: 20 })).toBe(
    "More than 20% of the open executions of fw-7 are stuck.",
  );
  expect(alertNotificationWords({ notification: "delivered" })).toBe(", and the webhook was notified.");
  expect(alertNotificationWords({ notification: "waiting" })).toMatch(/not accepted it yet/);
  expect(alertNotificationWords({ notification: "gave-up" })).toMatch(/no longer tried/);
});
