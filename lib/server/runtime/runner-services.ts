import { getEnv } from "@/lib/server/config/env";
import { withFleetLimits } from "@/lib/server/config/fleet-limits";
import { targetOf } from "@/lib/server/operations/fleet-target";
import type { RunnerServices } from "@/lib/server/operations/runner-services";
import { NOTIFY_OPERATION_END } from "@/lib/server/operations/work-kind";
import { findFleet } from "@/lib/server/runtime/fleets";
import { enqueueNotification } from "@/lib/server/runtime/queue";
import { getAuditLog, getDatabase } from "@/lib/server/runtime/store";

/**
 * The services to run a fleet's operations. Null when there is no such fleet.
 *
 * @param findPerson reads a person with their present permissions
 */
export function findRunnerServices(
  fleetId: string,
  findPerson: RunnerServices["findPerson"],
): RunnerServices | null {
  const found = findFleet(fleetId);
  if (found === null) return null;
  const { config, fleet, gateway, publishCancellation } = found;
  const notify: RunnerServices["notifyEnd"] = (transaction, operationId) =>
    enqueueNotification(transaction, NOTIFY_OPERATION_END, { fleetId, operationId, tries: 0 });
  return {
    fleet,
    ...(config.webhook && { notifyEnd: notify, notifyPaused: notify }),
    audit: getAuditLog(),
    database: getDatabase,
    gatewayOf: (caller) => gateway.as(caller, "bulk-cancel"),
    publishCancellation,
    findPerson: async (id) => {
      const person = await findPerson(id);
      return person && withFleetLimits(person, fleet);
    },
    pace: () => gateway.pace("CancelJobExecution"),
    target: () => targetOf(fleet),
    // Any job's ARN names the account. In an account without jobs there is nothing to cancel either.
    learnAccount: async () => {
      await gateway
        .as(null, "reread")
        .listJobs({ status: null, selection: null, group: null, namespace: null }, null);
    },
    suspendAtMostMs: getEnv().suspendAtMostMinutes * 60_000,
  };
}
