import { expect, test } from "vitest";
import { ALERT_NOTIFICATIONS } from "@/lib/core/domain/alert";
import { formatTold, parseTold } from "./told-column";

test("what became of a notification is read as it was stored", () => {
  expect(ALERT_NOTIFICATIONS.map(formatTold)).toEqual(["waiting", "told", "gave-up"]);
  for (const notification of ALERT_NOTIFICATIONS)
    expect(parseTold(formatTold(notification))).toBe(notification);
  expect(parseTold("of-another-version")).toBe("waiting");
});
