import { forgetOldEnds } from "../store/end-executions";
import { deleteOldAlerts } from "@/lib/server/alerts/judge-alerts";
import { pruneTrends } from "@/lib/server/trends/sample-trends";
import type { SyncServices } from "../sync-services";
import { recordSamples } from "@/lib/server/trends/record-samples";

const FORGET_EVERY_MS = 10 * 60_000;
const PRUNE_EVERY_MS = 6 * 3_600_000;

/** Counting a million rows takes about a second: so often at the most, and a twentieth of the time at the most. */
const SAMPLE_EVERY_MS = 15_000;
const SAMPLE_SHARE = 20;
/** Where it could not tell yet, as while all is read for the first time. */
const SAMPLE_AGAIN_MS = 2_000;

/** What is to be done beside the reading of a fleet, each in its own time: to be called after each step that went well. */
export function createIndexMaintenance(services: SyncServices): () => Promise<void> {
  let forgetAt = 0;
  let pruneAt = 0;
  let recordSamplesAt = 0;
  return async () => {
    const began = performance.now();
    if (began >= recordSamplesAt) {
      const wasSound = await recordSamples(services);
      const ended = performance.now();
      recordSamplesAt =
        ended + (wasSound ? Math.max(SAMPLE_EVERY_MS, SAMPLE_SHARE * (ended - began)) : SAMPLE_AGAIN_MS);
    }
    if (began >= forgetAt) {
      await forgetOldEnds(services.kysely);
      forgetAt = began + FORGET_EVERY_MS;
    }
    if (began >= pruneAt) {
      await pruneTrends(services.kysely, services.fleetId, new Date());
      await deleteOldAlerts(services);
      pruneAt = began + PRUNE_EVERY_MS;
    }
  };
}
