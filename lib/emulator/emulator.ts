import { setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { CONTROL_PLANE } from "./control-plane/control-plane.ts";
import { DEVICE_PLANE } from "./device/device-operations.ts";
import { createLocalDevicePlane } from "./device/local-device-plane.ts";
import { EventRule } from "./events/event-rule.ts";
import { Faults } from "./faults/fault.ts";
import { createPagingChaos } from "./faults/paging-chaos.ts";
import { loadFleet, type FleetName } from "./fleet/load-fleet.ts";
import { createArns } from "./http/arns.ts";
import { CallLog } from "./http/call-log.ts";
import { Router } from "./http/router.ts";
import { RequestQuotas } from "./quotas/request-quotas.ts";
import { applySeed } from "./seed/apply-seed.ts";
import { findSeedIssues } from "./seed/find-seed-issues.ts";
import type { SeedJob } from "./seed/seed-format.ts";
import { Queues } from "./sqs/queues.ts";
import { Sessions } from "./sts/sessions.ts";
import { World } from "./state/world.ts";

export type EmulatorSettings = {
  fleet: FleetName;
  /** The same seed gives the same fleet and the same behavior of its devices. */
  seed: number;
  quotas: "aws" | "off";
  /** How long reads still show an execution as it was before a cancellation. */
  lagMs: number;
  /** The delay of every answer. */
  latencyMs: number;
  /** Seed for cutting the pages of lists at random; null: pages are as long as requested. */
  pagingChaos: number | null;
  devices: boolean;
  /** Whether job events are published from the start. AWS publishes none by default. */
  events: boolean;
  account: string;
  /** The region of the initial fleet, and of control calls that name no region. */
  region: string;
};

/** An emulator without its socket: its worlds, quotas, faults and call log. */
export class Emulator {
  readonly settings: EmulatorSettings;
  readonly router = new Router([...CONTROL_PLANE, ...DEVICE_PLANE]);
  readonly quotas: RequestQuotas;
  readonly faults = new Faults();
  readonly log = new CallLog();
  readonly sessions = new Sessions();
  readonly queues = new Queues();
  readonly eventRule = new EventRule(this.queues);
  /** Draws the most rows of the next page of any list, where no fault sets it. */
  readonly maxRowsOfPage: () => number | undefined;
  latencyMs: number;
  readonly #worlds = new Map<string, World>();
  #devices: { stop(): void } | undefined;
  #interruption = createInterruption();

  constructor(settings: EmulatorSettings) {
    this.settings = settings;
    this.quotas = new RequestQuotas(settings.quotas === "aws");
    this.latencyMs = settings.latencyMs;
    const { pagingChaos } = settings;
    this.maxRowsOfPage = pagingChaos === null ? () => undefined : createPagingChaos(pagingChaos);
  }

  /** The world of the home region. */
  get world(): World {
    return this.worldOf(this.settings.region);
  }

  /** The world of a region. Regions do not see each other. */
  worldOf(region: string): World {
    let world = this.#worlds.get(region);
    if (!world) {
      world = this.#createWorld([...this.#worlds.values()][0]);
      this.#worlds.set(region, world);
    }
    return world;
  }

  /** The worlds of all regions used so far, the home region first. */
  get worlds(): World[] {
    return [this.world, ...this.#worlds.values()].filter((world, at, all) => all.indexOf(world) === at);
  }

  /** Starts again with a new world, the given fleet and the initial settings. */
  async reset(fleet: FleetName = this.settings.fleet): Promise<void> {
    this.stopDevices();
    this.interrupt();
    this.quotas.reset(this.settings.quotas === "aws");
    this.faults.clear();
    this.log.clear();
    this.sessions.clear();
    this.queues.clear();
    this.eventRule.deliverAs({});
    this.latencyMs = this.settings.latencyMs;
    this.#worlds.clear();
    const { seed, startDevices } = await loadFleet(fleet, this.settings.seed, this.world.clock.now());
    applySeed(this.world, seed);
    this.turnEvents(this.settings.events);
    if (startDevices && this.settings.devices) {
      this.#devices = startDevices(createLocalDevicePlane(this.world), {
        seed: this.settings.seed,
        fleet: seed,
        addJob: (job) => this.#addJob(job),
      });
    }
  }

  /** Turns the job and execution events of a region on or off. */
  turnEvents(isOn: boolean, region = this.settings.region): void {
    const arns = createArns(region, this.settings.account);
    const { events } = this.worldOf(region);
    events.turn("JOB", isOn, arns);
    events.turn("JOB_EXECUTION", isOn, arns);
  }

  /** Aborted when waiting calls must end: on a reset, and when the emulator stops. */
  get interruption(): AbortSignal {
    return this.#interruption.signal;
  }

  /** Waits before an answer, by the real clock. @throws AbortError when the emulator is reset or stopped meanwhile */
  async pause(ms: number, signal = this.interruption): Promise<void> {
    await wait(ms, undefined, { signal });
  }

  /** Ends every delayed call: closes its connection and does not perform it. */
  interrupt(): void {
    this.#interruption.abort();
    this.#interruption = createInterruption();
  }

  stopDevices(): void {
    this.#devices?.stop();
    this.#devices = undefined;
  }

  /** Does nothing if another job has that name, or one of its things was deleted. */
  #addJob(job: SeedJob): void {
    const seed = { jobs: [job] };
    if (findSeedIssues(this.world, seed) === undefined)
      this.world.clock.hold(() => applySeed(this.world, seed));
  }

  /** @param first the world whose clock and settings the new one shares */
  #createWorld(first: World | undefined): World {
    const world = new World(
      first ?? { hasQuotas: this.settings.quotas === "aws", lagMs: this.settings.lagMs },
    );
    world.events.listener = (event) => this.eventRule.deliver(event, world.clock.now());
    return world;
  }
}

function createInterruption(): AbortController {
  const interruption = new AbortController();
  // One listener for each waiting call.
  setMaxListeners(0, interruption.signal);
  return interruption;
}
