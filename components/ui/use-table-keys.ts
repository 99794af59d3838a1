"use client";

import { useShortcut } from "./use-shortcut";

/**
 * j, k, Home, End, Enter, x and shift-x for rows 0 to `count` - 1. Enter does nothing here while a link, a button or a
 * field has the focus.
 */
export function useTableKeys({
  count,
  activeIndex,
  onMove,
  onEnter,
  onPick,
}: {
  count: number;
  /** -1 for none. Called when a key is pressed, not on each render: it may look through all rows. */
  activeIndex: () => number;
  onMove: (index: number) => void;
  onEnter?: (index: number) => void;
  onPick?: (index: number, range: boolean) => void;
}) {
  const on = (key: string) => (count > 0 ? key : null);
  const moveTo = (index: () => number) => (event: KeyboardEvent) => {
    event.preventDefault();
    onMove(Math.max(0, Math.min(index(), count - 1)));
  };
  useShortcut(
    on("j"),
    moveTo(() => activeIndex() + 1),
  );
  useShortcut(
    on("k"),
    moveTo(() => activeIndex() - 1),
  );
  useShortcut(
    on("Home"),
    moveTo(() => 0),
  );
  useShortcut(
    on("End"),
    moveTo(() => count - 1),
  );
  useShortcut(onEnter ? on("Enter") : null, (event) => {
    const focused =
      event.target instanceof Element && event.target.closest("a, button, input, label, summary");
    const active = activeIndex();
    if (!focused && active !== -1) onEnter?.(active);
  });

  const pick = (event: KeyboardEvent) => {
    const active = activeIndex();
    if (active !== -1) onPick?.(active, event.shiftKey);
  };
  useShortcut(onPick ? on("x") : null, pick);
  useShortcut(onPick ? on("X") : null, pick); // the key with shift, or without it while Caps Lock is on
}
