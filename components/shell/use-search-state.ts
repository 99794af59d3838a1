"use client";

import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { parseSearch, type SearchSpec, type SearchState } from "@/lib/core/contracts/search-params";

/** The state of a page's URL, and the functions that change it. */
export interface SearchControl<Spec extends SearchSpec> {
  state: SearchState<Spec>;
  /** Adds a step for the back button. */
  push: (patch: Partial<SearchState<Spec>>) => void;
  /** For changes with each key. */
  replace: (patch: Partial<SearchState<Spec>>) => void;
}

/**
 * The page's state, as `spec` parses it from the URL, and the functions that change it.
 *
 * Defaults are left out of the URL. Neither function asks the server for a page: the lists read what they need.
 */
export function useSearchState<Spec extends SearchSpec>(spec: Spec): SearchControl<Spec> {
  const params = useSearchParams();
  const state = parseSearch(spec, Object.fromEntries(params));
  const known = params.toString();
  useEffect(() => {
    // Choices made before hydration are in the address, and the router does not know them: its effect that listens for
    // changes runs after this one, and before a microtask of this one.
    queueMicrotask(() => {
      const { search, href } = window.location;
      if (new URLSearchParams(search).toString() !== known) window.history.replaceState(null, "", href);
    });
  }, []); // later changes go through the router

  function hrefWith(patch: Partial<SearchState<Spec>>): string {
    const defaults: Record<string, unknown> = parseSearch(spec, {});
    // From the URL itself, which has what was chosen since the last render.
    const current = parseSearch(spec, Object.fromEntries(new URLSearchParams(window.location.search)));
    const next = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...current, ...patch })) {
      const text = toText(value);
      if (text !== "" && text !== toText(defaults[name])) next.set(name, text);
    }
    const query = next.toString();
    return query === "" ? window.location.pathname : `?${query}`;
  }

  return {
    state,
    push: (patch) => window.history.pushState(null, "", hrefWith(patch)),
    replace: (patch) => window.history.replaceState(null, "", hrefWith(patch)),
  };
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
