import type { WorkKind } from "@/lib/server/db/work-queue";
import { NOTIFICATION_WORK } from "@/lib/server/notifications/notify-webhook";

/** Runs the operations of one fleet, which is its key. It is retried while anything is left to do, without a limit. */
export const RUN_OPERATIONS: WorkKind = {
  name: "operations",
  onePerKey: true,
  atOnce: 1,
  retry: { limit: 1_000_000_000, delaySeconds: 1, maxDelaySeconds: 1 },
};

export interface RunOperations {
  fleetId: string;
}

/** Notifies a fleet's webhook that an operation ended. */
export const NOTIFY_OPERATION_END: WorkKind = { name: "webhook", ...NOTIFICATION_WORK };

export interface OperationEndNotification {
  fleetId: string;
  operationId: string;
  /** Earlier attempts to send it. */
  tries: number;
}
