import type { Actor } from "@/lib/core/permissions/actor";
import { getEnv } from "@/lib/server/config/env";
import type { Fleet } from "@/lib/server/config/fleet";
import { canSee } from "@/lib/server/config/fleet-limits";
import { localFleet } from "@/lib/server/config/local-fleet";
import { readFleets } from "@/lib/server/config/read-fleets";
import { perProcess } from "@/lib/server/process/per-process";
import { requireValidFleets } from "@/lib/server/runtime/require-valid-fleets";
import { createFleetRuntime, type FleetRuntime } from "@/lib/server/runtime/fleet-runtime";
import { log } from "@/lib/server/telemetry/log";

/** The fleets of the process by id, in the order of the configuration. @throws EnvError with every issue of it */
const fleets = (): ReadonlyMap<string, FleetRuntime> => perProcess("fleets", createFleets);

function createFleets(): Map<string, FleetRuntime> {
  const env = getEnv();
  const warn = (line: string) => log().warn(line);
  const configs = env.fleetsFile === null ? [localFleet(env)] : readFleets(env.fleetsFile, warn);
  env.warnings.forEach(warn);
  requireValidFleets(configs, env);
  return new Map(configs.map((config) => [config.id, createFleetRuntime(config, env)]));
}

/** Reads the configuration of the fleets. @throws EnvError with every issue of it */
export function requireFleets(): void {
  fleets();
}

/** @throws EnvError */
export const findFleet = (fleetId: string): FleetRuntime | null => fleets().get(fleetId) ?? null;

/** The fleets that this person may see, in the order of the configuration. @throws EnvError */
export function listFleets(actor: Actor): Fleet[] {
  return listFleetRuntimes()
    .map(({ fleet }) => fleet)
    .filter(({ id }) => canSee(actor, id));
}

/** @throws EnvError */
export const listFleetRuntimes = (): FleetRuntime[] => [...fleets().values()];

export const listFleetIds = (): string[] => [...fleets().keys()];

/** The ids of the fleets that have an index. */
export function listIndexedFleetIds(): string[] {
  return listFleetRuntimes().flatMap(({ fleet }) => (fleet.indexShare > 0 ? [fleet.id] : []));
}

/** Whether the console shows a simulated fleet. Every page says so. */
export const isDemo = (): boolean => getEnv().demo;
