import type { WorkKind } from "@/lib/server/db/work-queue";
import { NOTIFICATION_WORK } from "@/lib/server/notifications/notify-webhook";

/**
 * Running the operations of one fleet, its key: by one runner at a time. It is tried for as long as there is anything
 * to do, so there is no last time.
 */
export const RUN_OPERATIONS: WorkKind = {
  name: "operations",
  onePerKey: true,
  atOnce: 1,
  retry: { limit: 1_000_000_000, delaySeconds: 1, maxDelaySeconds: 1 },
};

export interface RunOperations {
  fleetId: string;
}

/** Telling a fleet's webhook how an operation ended. */
export const NOTIFY_OPERATION_END: WorkKind = { name: "webhook", ...NOTIFICATION_WORK };

export interface OperationEndNotification {
  fleetId: string;
  operationId: string;
  /** How often it was sent before. */
  tries: number;
}
