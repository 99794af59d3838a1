import type { Emulator } from "../emulator.ts";

/** What one control call does; what it returns is sent as JSON. */
export type ControlDeed = (
  emulator: Emulator,
  given: { body: unknown; query: URLSearchParams },
) => object | Promise<object>;
