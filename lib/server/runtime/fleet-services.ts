import type { Actor } from "@/lib/core/permissions/actor";
import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { Fleet } from "@/lib/server/config/fleet";
import { canSee, withFleetLimits } from "@/lib/server/config/fleet-limits";
import type { Database } from "@/lib/server/db/open-database";
import type { FleetGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { recordSeenNames } from "@/lib/server/names/record-seen-names";
import type { WakeRunner } from "@/lib/server/operations/operation-services";
import type { Logger } from "@/lib/server/process/logger";
import type { FleetRuntime } from "@/lib/server/runtime/fleet-runtime";
import { findFleet } from "@/lib/server/runtime/fleets";
import { wakeRunner } from "@/lib/server/runtime/queue";
import { getAuditLog, getDatabase } from "@/lib/server/runtime/store";
import { log } from "@/lib/server/telemetry/log";

/** What a page, a route or an action passes to the use cases of one fleet. Each use case names the services that it needs. */
export interface FleetServices {
  fleet: Fleet;
  /** Calls AWS in the name of the person that these services were found for. */
  iot: IotGateway;
  audit: AuditLog;
  database: () => Promise<Database>;
  wakeRunner: WakeRunner;
  logger: Logger;
  /** Called with the outcome of every cancellation. */
  publishCancellation: FleetRuntime["publishCancellation"];
}

/**
 * The services of a fleet for this person, and the person with the permissions that this fleet allows.
 * Null when there is no such fleet, or the person may not see it. @throws EnvError
 */
export function findFleetServices(fleetId: string, actor: Actor): (FleetServices & { actor: Actor }) | null {
  const found = canSee(actor, fleetId) ? findFleet(fleetId) : null;
  if (found === null) return null;
  const { fleet, gateway, publishCancellation, names } = found;
  return {
    fleet,
    iot: recordSeenNames(gatewayOfPerson(gateway, actor), names),
    publishCancellation,
    audit: getAuditLog(),
    database: getDatabase,
    wakeRunner,
    logger: log(),
    actor: withFleetLimits(actor, fleet),
  };
}

/** Reads at interactive priority. Cancellations, and the wait for their call slot, go before everything else. */
function gatewayOfPerson(gateway: FleetGateway, actor: Actor): IotGateway {
  const urgent = gateway.as(actor, "cancel");
  return {
    ...gateway.as(actor),
    acquireCall: (api) => urgent.acquireCall(api),
    cancelExecution: (...call) => urgent.cancelExecution(...call),
    cancelJob: (...call) => urgent.cancelJob(...call),
  };
}
