import type { SeedConnectivity, SeedThing } from "../seed/seed-format.ts";
import { COLD_STORES, KIOSK_FLOORS, WINDPARKS } from "./demo-places.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations.ts";
import { createRandomFor, type Random } from "./random.ts";

/** Devices of one type at one place. */
type Flock = {
  type: string;
  site: string;
  group: string;
  names: string[];
  models: readonly [string, ...string[]];
  firmwares: readonly [string, ...string[]];
  serialPrefix: string;
};

export const DEMO_THING_TYPES = [
  { name: "retail-kiosk", description: "Self-service kiosk on a shop floor" },
  { name: "stamping-press", description: "Press controller in the press hall" },
  { name: "agv", description: "Automated guided vehicle" },
  { name: "cold-chain-sensor", description: "Temperature logger of a cold store" },
  { name: "wind-turbine", description: "Turbine controller" },
  { name: "edge-gateway", description: "Gateway of a plant network" },
];

export const DEMO_GROUPS = [
  { name: "sites" },
  { name: "windparks", parent: "sites" },
  ...[...KIOSK_FLOORS, "press-hall", "agv-yard", ...COLD_STORES].map((name) => ({ name, parent: "sites" })),
  ...WINDPARKS.map((name) => ({
    name,
    parent: "windparks",
  })),
  { name: "edge-gateways", parent: "sites" },
  { name: "canary-5pct" },
  { name: "canary-25pct" },
];

const numbered = (prefix: string, from: number, to: number, pad: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => prefix + String(from + at).padStart(pad, "0"));

const kiosks = (site: string, names: string[]): Flock => ({
  type: "retail-kiosk",
  site: `${site}-1`,
  group: `${site}-floor`,
  names,
  models: ["RK-200", "RK-210"],
  firmwares: ["4.1.7", "4.2.0", "4.2.0", "4.1.5"],
  serialPrefix: "RK",
});

const coldStore = (side: string, from: number, to: number): Flock => ({
  type: "cold-chain-sensor",
  site: `rtm-cold-${side}`,
  group: `cold-store-${side}`,
  names: numbered("cold-chain-", from, to, 4),
  models: ["TL-7", "TL-7x"],
  firmwares: ["2.8.1", "2.8.1", "2.9.0"],
  serialPrefix: "CC",
});

const turbines = (park: number, count: number): Flock => ({
  type: "wind-turbine",
  site: `windpark-n${park}`,
  group: `windpark-n${park}`,
  names: numbered(`turbine-n${park}-`, 1, count, 2),
  models: ["V90", "V112"],
  firmwares: ["9.1.4", "9.2.0-rc1", "9.1.4"],
  serialPrefix: "WT",
});

const FLOCKS: Flock[] = [
  kiosks("ams", [...numbered("kiosk:ams-", 1, 34, 3), ...numbered("kiosk:ams-", 101, 118, 3)]),
  kiosks("ber", numbered("kiosk:ber-", 1, 22, 3)),
  kiosks("lis", numbered("kiosk:lis-", 1, 16, 3)),
  {
    type: "stamping-press",
    site: "gra-2",
    group: "press-hall",
    names: numbered("press-line-", 1, 24, 2),
    models: ["SP-630", "SP-800"],
    firmwares: ["1.14.2", "1.14.3"],
    serialPrefix: "SP",
  },
  {
    type: "agv",
    site: "gra-2",
    group: "agv-yard",
    names: numbered("agv_", 2280, 2329, 4),
    models: ["AGV-M", "AGV-XL"],
    firmwares: ["6.0.12", "6.1.0"],
    serialPrefix: "AG",
  },
  coldStore("north", 330, 374),
  coldStore("south", 375, 419),
  turbines(1, 14),
  turbines(2, 14),
  turbines(3, 14),
  turbines(4, 20),
  {
    type: "edge-gateway",
    site: "gra-2",
    group: "edge-gateways",
    names: numbered("gw:plant-a:edge-", 1, 14, 2),
    models: ["EG-1"],
    firmwares: ["2026.9.0", "2026.10.1"],
    serialPrefix: "EG",
  },
];

/** The kiosk of the demo's story. It is the same for every seed. */
export const STUCK_KIOSK = "kiosk:ams-014";

/**
 * The things of the demo, without the odd ones of the lab.
 *
 * @param online names of things that the story needs online; the others are random
 */
export function demoThings(seed: number, nowMs: number, online: ReadonlySet<string>): SeedThing[] {
  return FLOCKS.flatMap((flock) =>
    flock.names.map((name) => {
      const thing = demoThing(flock, name, seed, nowMs);
      if (!online.has(name) || thing.connectivity?.connected) return thing;
      return { ...thing, connectivity: { connected: true, timestampMs: nowMs - 30 * HOUR_MS } };
    }),
  );
}

function demoThing(flock: Flock, name: string, seed: number, nowMs: number): SeedThing {
  const random = createRandomFor(seed, name);
  const thing = {
    name,
    type: flock.type,
    attributes: {
      firmware: random.pick(flock.firmwares),
      site: flock.site,
      model: random.pick(flock.models),
      serial: `${flock.serialPrefix}${random.integer(100_000, 999_999)}`,
    },
    groups: [flock.group, ...canaryRing(random)],
    ...withConnectivity(drawConnectivity(random, nowMs)),
  };
  if (name !== STUCK_KIOSK) return thing;
  return {
    ...thing,
    attributes: { ...thing.attributes, firmware: "4.1.7" },
    groups: ["ams-floor", "canary-5pct"],
    connectivity: { connected: true, timestampMs: nowMs - 3 * HOUR_MS },
  };
}

function canaryRing(random: Random): string[] {
  const draw = random.next();
  return draw < 0.05 ? ["canary-5pct"] : draw < 0.25 ? ["canary-25pct"] : [];
}

const withConnectivity = (connectivity: SeedConnectivity | null) =>
  connectivity === null ? {} : { connectivity };

/** Null: never connected with its own name as client id, so the index reports only that it is not connected. */
function drawConnectivity(random: Random, nowMs: number): SeedConnectivity | null {
  const draw = random.next();
  if (draw < 0.68) {
    return { connected: true, timestampMs: Math.round(nowMs - random.between(4 * MINUTE_MS, 9 * DAY_MS)) };
  }
  // The index reports time and reason only of disconnects within the last hour.
  if (draw < 0.76) return lost(nowMs - random.between(2 * MINUTE_MS, 50 * MINUTE_MS), random);
  if (draw < 0.88) return lost(nowMs - random.between(DAY_MS, 30 * DAY_MS), random);
  if (draw < 0.92) return { connected: false };
  return null;
}

function lost(atMs: number, random: Random): SeedConnectivity {
  const disconnectReason = random.pick([
    "CONNECTION_LOST",
    "MQTT_KEEP_ALIVE_TIMEOUT",
    "MQTT_KEEP_ALIVE_TIMEOUT",
    "CLIENT_INITIATED_DISCONNECT",
    "DUPLICATE_CLIENTID",
    "SERVER_INITIATED_DISCONNECT",
  ]);
  return { connected: false, timestampMs: Math.round(atMs), disconnectReason };
}
