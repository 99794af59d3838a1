import * as z from "zod/mini";
import type { Param, SearchSpec } from "@/lib/core/contracts/search-params";

/** One value of a page's URL in a route handler's query, parsed the same way and with the same default. */
export function paramSchema<Value>(param: Param<Value>) {
  return z.pipe(z.optional(z.unknown()), z.transform(param));
}

/** A page's filter as a route handler's query. */
export function searchSchema<Spec extends SearchSpec>(spec: Spec) {
  const shape = Object.fromEntries(Object.entries(spec).map(([name, param]) => [name, paramSchema(param)]));
  return z.object(shape as { [Name in keyof Spec]: ReturnType<typeof paramSchema<ReturnType<Spec[Name]>>> });
}
