"use client";

import { useSyncExternalStore } from "react";
import type { ExecutionRef } from "@/lib/core/domain/execution";

/**
 * Executions whose cancellation AWS accepted while its reads did not show it yet.
 *
 * Rows say "cancel requested" for them until a read shows it. A mark lasts a minute: what AWS shows after that is the
 * truth, whatever was requested.
 */
const MARK_MS = 60_000;

const marks = new Set<string>();
const listeners = new Set<() => void>();

const keyOf = ({ thingName, jobId }: ExecutionRef) => `${thingName}/${jobId}`;

function changed(): void {
  for (const listener of listeners) listener();
}

/** Marks `ref` as canceled by AWS's answer. */
export function markCancelRequested(ref: ExecutionRef): void {
  marks.add(keyOf(ref));
  setTimeout(() => {
    marks.delete(keyOf(ref));
    changed();
  }, MARK_MS);
  changed();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether AWS accepted a cancellation of `ref` that no read has shown yet. */
export function useCancelRequested(ref: ExecutionRef): boolean {
  return useSyncExternalStore(
    subscribe,
    () => marks.has(keyOf(ref)),
    () => false,
  );
}
