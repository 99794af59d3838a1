import { integer, required } from "../http/shape.ts";
import type { ControlAction } from "./control-action.ts";
import { readControlBody } from "./control-body.ts";

/** Moves the clock forward and performs every action that becomes due, each at its own time. */
export const advanceClock: ControlAction = (emulator, { body }) => {
  const { advanceMs } = readControlBody({ advanceMs: required(integer({ min: 0 })) }, body);
  emulator.world.clock.advance(advanceMs);
  return { nowMs: emulator.world.clock.now() };
};
