import type { WorkKind } from "@/lib/server/db/work-queue";
import { NOTIFICATION_WORK } from "@/lib/server/notifications/notify-webhook";

/** The sync of a fleet's index: the fleet is its key. One instance runs it at a time, without end. */
export const SYNC_INDEX: WorkKind = {
  name: "index",
  onePerKey: true,
  atOnce: 1,
  retry: { limit: 1_000_000_000, delaySeconds: 1, maxDelaySeconds: 30 },
};

export interface SyncIndex {
  fleetId: string;
}

/** A notification to a fleet's webhook that an alert has started, or is over. */
export const NOTIFY_ALERT: WorkKind = { name: "alert", ...NOTIFICATION_WORK };

export interface AlertNotification {
  fleetId: string;
  alertId: string;
  state: "begun" | "over";
  /** How often it was sent before. */
  tries: number;
}
