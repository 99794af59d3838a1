import type { DevicePlane } from "../device/device-plane.ts";
import type { Seed, SeedJob } from "../seed/seed-format.ts";

export const FLEET_NAMES = ["empty", "demo", "large"] as const;
export type FleetName = (typeof FLEET_NAMES)[number];

export type StartDevices = (
  plane: DevicePlane,
  options: { seed: number; fleet: Seed; addJob: (job: SeedJob) => void },
) => { stop(): void };

/** Imports the simulation only when it is needed: an empty emulator starts without it. */
export async function loadFleet(
  name: FleetName,
  seedNumber: number,
  nowMs: number,
): Promise<{ seed: Seed; startDevices?: StartDevices }> {
  if (name === "empty") return { seed: {} };
  if (name === "large") {
    const { largeFleet } = await import("../simulation/large-fleet.ts");
    return { seed: largeFleet(seedNumber, nowMs) };
  }
  const { demoFleet } = await import("../simulation/demo-fleet.ts");
  const { startDevices } = await import("../simulation/devices.ts");
  return { seed: demoFleet(seedNumber, nowMs), startDevices };
}
