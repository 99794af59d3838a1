import type { SeedExecution } from "../../seed/seed-format.ts";

/** An execution that no device has started. */
export const queuedExecution = (thingName: string, queuedAtMs: number): SeedExecution => ({
  thingName,
  status: "QUEUED",
  queuedAtMs,
  lastUpdatedAtMs: queuedAtMs,
  versionNumber: 1,
});
