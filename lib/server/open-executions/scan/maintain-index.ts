import { deleteOldEnds } from "../store/end-executions";
import { deleteOldAlerts } from "@/lib/server/alerts/judge-alerts";
import { pruneTrends } from "@/lib/server/trends/sample-trends";
import type { SyncServices } from "../sync-services";
import { recordSamples } from "@/lib/server/trends/record-samples";

const DELETE_ENDS_EVERY_MS = 10 * 60_000;
const PRUNE_EVERY_MS = 6 * 3_600_000;

/** Counting a million rows takes about a second: samples are this far apart at least, and take a twentieth of the time. */
const SAMPLE_EVERY_MS = 15_000;
const SAMPLE_SHARE = 20;
/** While the index is not sound, for example while it is read for the first time. */
const SAMPLE_AGAIN_MS = 2_000;

/**
 * Samples trends, judges alerts, and deletes what is past its time, each at its own interval.
 *
 * @returns does what is due: to be called after each step of the sync that succeeded
 */
export function createIndexMaintenance(services: SyncServices): () => Promise<void> {
  let sampleAt = 0;
  let deleteEndsAt = 0;
  let pruneAt = 0;
  return async () => {
    const startedAt = performance.now();
    if (startedAt >= sampleAt) {
      const wasSound = await recordSamples(services);
      const endedAt = performance.now();
      const pauseMs = Math.max(SAMPLE_EVERY_MS, SAMPLE_SHARE * (endedAt - startedAt));
      sampleAt = endedAt + (wasSound ? pauseMs : SAMPLE_AGAIN_MS);
    }
    if (startedAt >= deleteEndsAt) {
      await deleteOldEnds(services.kysely);
      deleteEndsAt = startedAt + DELETE_ENDS_EVERY_MS;
    }
    if (startedAt >= pruneAt) {
      await pruneTrends(services.kysely, services.fleetId, new Date());
      await deleteOldAlerts(services);
      pruneAt = startedAt + PRUNE_EVERY_MS;
    }
  };
}
