import type { DevicePlane } from "../device/device-plane.ts";
import type { Seed, SeedJob, SeedThing } from "../seed/seed-format.ts";
import { createComingJobs } from "./coming-jobs.ts";
import { Device } from "./device.ts";
import { busyThings, temperOf, TEMPERS } from "./device-temper.ts";
import { MINUTE_MS, SECOND_MS } from "./durations.ts";
import { createRandomFor } from "./random.ts";
import { createStartPace } from "./start-pace.ts";

export type SimulationOptions = { seed: number; fleet: Seed };

const TICK_MS = SECOND_MS;
/** Idle devices check for work one after another, not all at once. */
const FIRST_LOOK_WITHIN_MS = 2 * MINUTE_MS;
/** Devices that were disconnected at the start of the demo reconnect over the first hours. */
const FIRST_RETURN_MS = [2 * MINUTE_MS, 150 * MINUTE_MS] as const;

/**
 * Devices for the things that the fleet lists one by one. Things given as ranges have none: they exist for their number,
 * and measurements need them idle.
 */
export function createDevices(plane: DevicePlane, options: SimulationOptions): { tick(): void } {
  const { seed, fleet } = options;
  const busy = busyThings(fleet);
  const devices = (fleet.things ?? []).map((thing) => createDevice(plane, thing, seed, busy.has(thing.name)));
  const pace = createStartPace(createRandomFor(seed, "pace"));
  return {
    tick() {
      const nowMs = plane.now();
      let atWork = devices.reduce((count, device) => count + (device.isAtWork ? 1 : 0), 0);
      for (const device of devices) {
        if (device.act(nowMs, pace.canStart(nowMs, atWork)) === "went-on") continue;
        atWork += 1;
        pace.started(nowMs);
      }
    },
  };
}

/**
 * Runs the devices, one step a second, until stopped, and adds new jobs at intervals. Does not keep the process alive.
 */
export function startDevices(
  plane: DevicePlane,
  options: SimulationOptions & { addJob: (job: SeedJob) => void },
): { stop(): void } {
  const devices = createDevices(plane, options);
  const jobs = createComingJobs(options, plane.now());
  const timer = setInterval(() => {
    jobs.tick(plane.now());
    devices.tick();
  }, TICK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

function createDevice(plane: DevicePlane, thing: SeedThing, seed: number, isBusy: boolean): Device {
  const nowMs = plane.now();
  const random = createRandomFor(seed, `device/${thing.name}`);
  const temperName = temperOf(seed, thing, isBusy, nowMs);
  const { presence } = TEMPERS[temperName];
  const online = thing.connectivity?.connected !== false;
  return new Device(plane, thing.name, TEMPERS[temperName], random, {
    online,
    inFlight: null,
    nextLookAtMs: isBusy ? nowMs : nowMs + random.between(0, FIRST_LOOK_WITHIN_MS),
    presenceChangesAtMs:
      presence === null
        ? Infinity
        : nowMs + random.between(...(online ? presence.onlineMs : FIRST_RETURN_MS)),
  });
}
