import type { EventServices } from "@/lib/server/open-executions/events/consume-events";
import { findFleet } from "@/lib/server/runtime/fleets";
import { getDatabase } from "@/lib/server/runtime/store";
import { recordEventsOf } from "@/lib/server/telemetry/count-event";

/** The services to consume a fleet's events. Null when there is no such fleet, or it has no queue of events. */
export function findEventServices(fleetId: string): EventServices | null {
  const found = findFleet(fleetId);
  if (!found?.eventQueue) return null;
  const { fleet, eventQueue } = found;
  return {
    fleetId,
    thresholds: fleet.thresholds,
    queue: eventQueue,
    origin: () => ({ region: fleet.region, account: fleet.account }),
    database: getDatabase,
    ...recordEventsOf(fleetId),
  };
}
