import type { WorkKind } from "@/lib/db/work-queue";

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

/**
 * Telling a fleet's webhook how an operation ended. How often, and after how long, it keeps in its own hands, as the
 * last failure is to be recorded; the queue's retries are for a process that ended in between.
 */
export const TELL_WEBHOOK: WorkKind = {
  name: "webhook",
  onePerKey: false,
  atOnce: 2,
  retry: { limit: 1_000, delaySeconds: 5, maxDelaySeconds: 300 },
};

export interface TellWebhook {
  fleetId: string;
  operationId: string;
  /** How often it was sent before. */
  tries: number;
}
