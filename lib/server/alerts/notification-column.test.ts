import { expect, test } from "vitest";
import { ALERT_NOTIFICATIONS } from "@/lib/core/domain/alert";
import { formatNotification, parseNotification } from "./notification-column";

test("what became of a notification is read as it was stored", () => {
  expect(ALERT_NOTIFICATIONS.map(formatNotification)).toEqual(["waiting", "told", "gave-up"]);
  for (const notification of ALERT_NOTIFICATIONS)
    expect(parseNotification(formatNotification(notification))).toBe(notification);
  expect(parseNotification("of-another-version")).toBe("waiting");
});
