import type { WorkKind } from "@/lib/db/work-queue";

/** Reading a fleet into the index, the fleet being its key: by one instance at a time, and for ever. */
export const SYNC_INDEX: WorkKind = {
  name: "index",
  onePerKey: true,
  atOnce: 1,
  retry: { limit: 1_000_000_000, delaySeconds: 1, maxDelaySeconds: 30 },
};

export interface SyncIndex {
  fleetId: string;
}
