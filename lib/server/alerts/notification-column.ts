import type { OpenAlert } from "@/lib/core/domain/alert";

type Notification = OpenAlert["notification"];

/** The values of the column `alert.told`. Only this file knows them. */
const STORED: Readonly<Record<Notification, string>> = {
  waiting: "waiting",
  delivered: "told",
  "gave-up": "gave-up",
};

export const formatNotification = (notification: Notification): string => STORED[notification];

/** A value that no version so far has written counts as `waiting`. */
export function parseNotification(stored: string): Notification {
  const known = Object.keys(STORED) as Notification[];
  return known.find((notification) => STORED[notification] === stored) ?? "waiting";
}
