import { isDeepStrictEqual } from "node:util";

/** Whether a resource that exists is the one that is asked for; the order of attributes does not matter. */
export function isSame(existing: unknown[], asked: unknown[]): boolean {
  return isDeepStrictEqual(structuredClone(existing), structuredClone(asked));
}
