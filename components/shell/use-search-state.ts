"use client";

import { useSearchParams } from "next/navigation";
import * as z from "zod/mini";

/**
 * The page's state as its URL has it, parsed by `schema`, and a way to change it.
 *
 * Defaults are left out of the URL. `push` makes a step for the back button; `replace` is for
 * what changes with each key. Both leave the server alone: the lists fetch what they need.
 */
export function useSearchState<Schema extends z.ZodMiniType<Record<string, unknown>>>(schema: Schema) {
  const params = useSearchParams();
  const state = z.parse(schema, Object.fromEntries(params));

  function hrefWith(patch: Partial<z.output<Schema>>): string {
    const defaults: Record<string, unknown> = z.parse(schema, {});
    const next = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...state, ...patch })) {
      const text = toText(value);
      if (text !== "" && text !== toText(defaults[name])) next.set(name, text);
    }
    const query = next.toString();
    return query === "" ? window.location.pathname : `?${query}`;
  }

  return {
    state,
    push: (patch: Partial<z.output<Schema>>) => window.history.pushState(null, "", hrefWith(patch)),
    replace: (patch: Partial<z.output<Schema>>) => window.history.replaceState(null, "", hrefWith(patch)),
  };
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
