import { FLEET_NAMES } from "../fleet/load-fleet.ts";
import { oneOf, optional } from "../http/shape.ts";
import { applySeed } from "../seed/apply-seed.ts";
import { findSeedIssues } from "../seed/find-seed-issues.ts";
import type { Seed } from "../seed/seed-format.ts";
import type { ControlAction } from "./control-action.ts";
import { ControlError, readControlBody } from "./control-body.ts";

/** Adds a seed to the world: all of it or, when it is invalid, nothing. */
export const seedWorld: ControlAction = (emulator, { body, region }) => {
  const world = emulator.worldOf(region);
  const faults = findSeedIssues(world, body);
  if (faults !== undefined) throw new ControlError(faults);
  applySeed(world, body as Seed);
  return { things: world.registry.things.count, jobs: world.jobs.count };
};

/** Creates new worlds with the initial or the named fleet. Log, faults, settings and clock start again too. */
export const resetWorld: ControlAction = async (emulator, { body }) => {
  const { fleet } = readControlBody({ fleet: optional(oneOf(FLEET_NAMES)) }, body);
  await emulator.reset(fleet);
  return { things: emulator.world.registry.things.count, jobs: emulator.world.jobs.count };
};
