import { isDeepStrictEqual } from "node:util";

/** Whether an existing resource equals the requested one, whatever the order of its attributes. */
export function isSame(existing: unknown[], asked: unknown[]): boolean {
  return isDeepStrictEqual(structuredClone(existing), structuredClone(asked));
}
