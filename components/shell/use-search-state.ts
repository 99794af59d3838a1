"use client";

import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { parseSearch, type SearchSpec, type SearchState } from "@/lib/core/contracts/search-params";

/** The state of a page's URL, and the functions that change it. */
export interface SearchControl<Spec extends SearchSpec> {
  state: SearchState<Spec>;
  /** Adds an entry to the browser's history, so that the back button undoes the change. */
  push: (patch: Partial<SearchState<Spec>>) => void;
  /** Replaces the history entry. For changes at each keystroke. */
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
    // Choices made before hydration are in the URL, but the router does not know them. Replacing the URL by itself
    // makes the router read it. A microtask is late enough: the router's effect, which starts to listen for changes,
    // runs after this one and before the microtask.
    queueMicrotask(() => {
      const { search, href } = window.location;
      if (new URLSearchParams(search).toString() !== known) window.history.replaceState(null, "", href);
    });
  }, []); // later changes go through the router

  function hrefWith(patch: Partial<SearchState<Spec>>): string {
    const defaults: Record<string, unknown> = parseSearch(spec, {});
    // Read from the URL and not from `state`: it includes changes made since the last render.
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
