"use client";

import { useEffect, useEffectEvent } from "react";

/**
 * Calls `onPress` when `key` (as in KeyboardEvent.key, such as "j" or "?") is pressed anywhere on the page.
 *
 * Never while one types, never with Ctrl, Alt or ⌘ held, never behind an open dialog. `mod+k` means ⌘K or Ctrl K and
 * works everywhere but behind a dialog. Null switches it off.
 */
export function useShortcut(key: string | null, onPress: (event: KeyboardEvent) => void) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (key !== null && isPressed(key, event) && !isDialogOpen()) onPress(event);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function isPressed(key: string, event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (key.startsWith("mod+")) {
    return (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === key.slice(4);
  }
  return event.key === key && !event.metaKey && !event.ctrlKey && !event.altKey && !isTyping(event.target);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], dialog[open]') !== null;
}
