import type { Emulator } from "../emulator.ts";

/** Performs a control call in a region. Its result is sent as JSON. */
export type ControlAction = (
  emulator: Emulator,
  given: { body: unknown; query: URLSearchParams; region: string },
) => object | Promise<object>;
