import type { Route } from "next";

export type ToastTone = "success" | "info" | "error";

export interface Toast {
  id: number;
  tone: ToastTone;
  title: string;
  href?: Route;
  linkText?: string;
}

/**
 * Long enough to read a sentence and reach its link. Errors stay until they are closed or `MOST_AT_ONCE` others follow.
 */
const SHOWN_FOR_MS = 8_000;
const MOST_AT_ONCE = 4;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function replace(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a message in the corner of the page, and reads it out. Callable from any browser code. */
export function toast(message: Omit<Toast, "id">) {
  const id = ++lastId;
  replace([...toasts, { id, ...message }].slice(-MOST_AT_ONCE));
  if (message.tone !== "error") scheduleDismissal(id);
}

export function dismissToast(id: number) {
  replace(toasts.filter((shown) => shown.id !== id));
}

const timers = new Map<number, ReturnType<typeof setTimeout>>();

export function scheduleDismissal(id: number) {
  holdToast(id);
  timers.set(
    id,
    setTimeout(() => dismissToast(id), SHOWN_FOR_MS),
  );
}

/** Keeps a toast while someone points at it or is inside it. */
export function holdToast(id: number) {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

export function subscribeToToasts(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function readToasts(): readonly Toast[] {
  return toasts;
}
