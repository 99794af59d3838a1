"use client";

import { createContext, use, useSyncExternalStore } from "react";

const TICK_MS = 5_000;

const Requested = createContext(0);
/** Carries the time of the request to the first client render, which must show the same as the server did. */
export const RequestTime = Requested.Provider;

const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function readNow() {
  if (Date.now() - now >= TICK_MS) now = Date.now();
  return now;
}

/** The time in epoch milliseconds, the same everywhere on the page, updated every 5 s by one timer. */
export function useNow(): number {
  const requestedAt = use(Requested);
  return useSyncExternalStore(subscribe, readNow, () => requestedAt);
}
