import type { Database } from "@/lib/db/open-database";
import { closeDatabase, getDatabase as getProcessDatabase } from "@/lib/db/process-database";
import type { Fleet } from "@/lib/fleets/fleet";
import { localFleet } from "@/lib/fleets/local-fleet";
import { type Env, EnvError, getEnv } from "@/lib/env";
import { onStop } from "@/lib/graceful-stop";
import { createIotGateway } from "@/lib/iot/create-iot-gateway";
import { AWS_QUOTAS } from "@/lib/iot/quotas";
import type { IotGateway } from "@/lib/iot/iot-gateway";

/** What a use case of one fleet may take from: it names the part that it needs. */
export interface FleetServices {
  fleet: Fleet;
  iot: IotGateway;
}

/**
 * Next loads this module once for pages and once for actions. The pacer and the shared reads
 * must be one for the process, so the services live on `globalThis`.
 */
const holder = globalThis as typeof globalThis & {
  standdownFleets?: Map<string, FleetServices>;
  standdownClosesDatabase?: boolean;
};

function fleets(): Map<string, FleetServices> {
  holder.standdownFleets ??= createFleets();
  return holder.standdownFleets;
}

function createFleets(): Map<string, FleetServices> {
  const env = getEnv();
  requireKnownQuotas(env.quotas);
  const iot = createIotGateway(env);
  const local = localFleet(env);
  const fleet = {
    ...local,
    get account() {
      return local.account ?? iot.account();
    },
  };
  return new Map([[fleet.id, { fleet, iot }]]);
}

/** A misspelled API would leave its quota as it was, and nobody would notice. */
function requireKnownQuotas(quotas: Env["quotas"]): void {
  if (typeof quotas === "string") return;
  const unknown = Object.keys(quotas).filter((api) => !Object.hasOwn(AWS_QUOTAS, api));
  if (unknown.length === 0) return;
  const known = Object.keys(AWS_QUOTAS).join(", ");
  throw new EnvError(unknown.map((api) => `- IOT_QUOTAS names ${api}, which is none of ${known}`));
}

/** The services of a fleet, or null when there is no such fleet. @throws EnvError */
export function findFleetServices(fleetId: string): FleetServices | null {
  return fleets().get(fleetId) ?? null;
}

/** Every fleet, at least one. @throws EnvError */
export function listFleets(): Fleet[] {
  return [...fleets().values()].map(({ fleet }) => fleet);
}

/** The store, opened when first asked for and closed when the process stops. */
export function getDatabase(): Promise<Database> {
  if (!holder.standdownClosesDatabase) onStop("the store", closeDatabase);
  holder.standdownClosesDatabase = true;
  return getProcessDatabase();
}

/** Whether the fleet is a simulated one, which every page says. */
export function isDemo(): boolean {
  return getEnv().demo;
}
