import type { SyncServices } from "@/lib/server/open-executions/sync-services";
import { NOTIFY_ALERT } from "@/lib/server/open-executions/work-kind";
import { findFleet } from "@/lib/server/runtime/fleets";
import { enqueueNotification } from "@/lib/server/runtime/queue";
import { getDatabase } from "@/lib/server/runtime/store";

/** The services to read a fleet into the index. Null when there is no such fleet, or it has no index. */
export async function findSyncServices(fleetId: string): Promise<SyncServices | null> {
  const found = findFleet(fleetId);
  if (found === null || found.fleet.indexShare === 0) return null;
  const { config, gateway, acquireForIndex, onRowRefused } = found;
  const { kysely } = await getDatabase();
  return {
    fleetId,
    thresholds: config.thresholds,
    onRowRefused,
    alerts: {
      rules: config.alerts,
      notify: (transaction, data) => enqueueNotification(transaction, NOTIFY_ALERT, data),
    },
    iot: gateway.as(null, "background"),
    acquire: acquireForIndex,
    kysely,
  };
}
