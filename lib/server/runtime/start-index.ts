import type { WorkDone, WorkQueue } from "@/lib/server/db/work-queue";
import { onStop } from "@/lib/server/runtime/graceful-stop";
import { leaveToOthers } from "@/lib/server/runtime/leave-to-others";
import {
  findEventServices,
  findSyncServices,
  getDatabase,
  listIndexedFleets,
} from "@/lib/server/runtime/services";
import { consumeEvents } from "@/lib/server/open-executions/events/consume-events";
import { runEnrichmentLoop } from "@/lib/server/open-executions/enrich/enrichment-loop";
import { syncIndex } from "@/lib/server/open-executions/scan/sync-index";
import { scanThings } from "@/lib/server/open-executions/scan/scan-things";
import { SYNC_INDEX, type SyncIndex } from "@/lib/server/open-executions/work-kind";

/** The queue takes what is under way for hours for hanging: a reader hands its job back long before. */
const HAND_BACK_MS = 30 * 60_000;

/** Takes part in reading the fleets that have an index, from now on. */
export async function startIndex(queue: WorkQueue): Promise<void> {
  const fleetIds = listIndexedFleets();
  if (fleetIds.length === 0) return;
  await queue.work<SyncIndex>(
    { ...SYNC_INDEX, atOnce: fleetIds.length },
    ({ fleetId }, signal) => read(fleetId, signal),
    fleetIds,
  );
  const { kysely } = await getDatabase();
  for (const fleetId of fleetIds)
    await kysely
      .transaction()
      .execute((transaction) => queue.send(transaction, SYNC_INDEX, { key: fleetId, data: { fleetId } }));
  followEvents(fleetIds);
}

/** By each instance: which of them takes a message is the queue's own affair. */
function followEvents(fleetIds: readonly string[]): void {
  const stopping = new AbortController();
  const following = fleetIds.flatMap((fleetId) => {
    const services = findEventServices(fleetId);
    return services ? [consumeEvents(services, stopping.signal)] : [];
  });
  if (following.length === 0) return;
  onStop("the event queues", async () => {
    stopping.abort();
    await Promise.all(following);
  });
}

async function read(fleetId: string, signal: AbortSignal): Promise<WorkDone> {
  const services = await findSyncServices(fleetId);
  // Where the index was switched off on this instance, it may still be on, or be on already, on another one.
  if (services === null) return leaveToOthers(SYNC_INDEX, fleetId);
  const failed = new AbortController();
  const ending = AbortSignal.any([signal, failed.signal, AbortSignal.timeout(HAND_BACK_MS)]);
  try {
    await Promise.all([
      syncIndex(services, ending),
      runEnrichmentLoop(services, ending),
      scanThings(services, ending),
    ]);
  } finally {
    failed.abort(); // those that go on where one has thrown
  }
  return "again";
}
