import type { WorkDone, WorkQueue } from "@/lib/server/db/work-queue";
import { onStop } from "@/lib/server/runtime/graceful-stop";
import { leaveToOthers } from "@/lib/server/runtime/leave-to-others";
import { findEventServices } from "@/lib/server/runtime/event-services";
import { listIndexedFleetIds } from "@/lib/server/runtime/fleets";
import { findSyncServices } from "@/lib/server/runtime/index-services";
import { getDatabase } from "@/lib/server/runtime/store";
import { consumeEvents } from "@/lib/server/open-executions/events/consume-events";
import { runEnrichmentLoop } from "@/lib/server/open-executions/enrich/enrichment-loop";
import { syncIndex } from "@/lib/server/open-executions/scan/sync-index";
import { scanThings } from "@/lib/server/open-executions/scan/scan-things";
import { SYNC_INDEX, type SyncIndex } from "@/lib/server/open-executions/work-kind";

/** The queue treats a job that runs for hours as hung, so a scan hands its job back long before. */
const HAND_BACK_MS = 30 * 60_000;

/** Starts to read the fleets that have an index, together with other instances. */
export async function startIndex(queue: WorkQueue): Promise<void> {
  const fleetIds = listIndexedFleetIds();
  if (fleetIds.length === 0) return;
  await queue.work<SyncIndex>(
    { ...SYNC_INDEX, atOnce: fleetIds.length },
    ({ fleetId }, signal) => readFleet(fleetId, signal),
    fleetIds,
  );
  const { kysely } = await getDatabase();
  for (const fleetId of fleetIds)
    await kysely
      .transaction()
      .execute((transaction) => queue.send(transaction, SYNC_INDEX, { key: fleetId, data: { fleetId } }));
  startEvents(fleetIds);
}

/** Every instance consumes events: SQS decides which one receives a message. */
function startEvents(fleetIds: readonly string[]): void {
  const stopping = new AbortController();
  const consumers = fleetIds.flatMap((fleetId) => {
    const services = findEventServices(fleetId);
    return services ? [consumeEvents(services, stopping.signal)] : [];
  });
  if (consumers.length === 0) return;
  onStop("the event queues", async () => {
    stopping.abort();
    await Promise.all(consumers);
  });
}

async function readFleet(fleetId: string, signal: AbortSignal): Promise<WorkDone> {
  const services = await findSyncServices(fleetId);
  // While a change of the configuration is rolled out, another instance may have an index where this one has none.
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
    failed.abort(); // ends the others when one has thrown
  }
  return "again";
}
