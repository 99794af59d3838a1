import type { Emulator } from "../emulator.ts";

/** What one control call does; what it returns is sent as JSON. `region` is the one that it is about. */
export type ControlAction = (
  emulator: Emulator,
  given: { body: unknown; query: URLSearchParams; region: string },
) => object | Promise<object>;
