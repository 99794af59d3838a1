"use client";

import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from "react";

/**
 * Keeps the focus in a table whose rows come and go. When the focused element leaves with its row, or is disabled, its
 * row gets the focus, or the row that took its place. The browser would drop the focus, and keyboard users would start
 * again at the top of the page.
 *
 * Spread the returned handlers on the table's scrolling box, which must be focusable: it gets the focus when no row is
 * left.
 */
export function useKeepFocus(box: RefObject<HTMLElement | null>) {
  const last = useRef<{ element: HTMLElement; index: number } | null>(null);

  // After each render: that is when the focused element may have gone.
  useLayoutEffect(() => {
    if (last.current === null) return;
    const { element, index } = last.current;
    const isUsable = element.isConnected && !element.matches(":disabled");
    const isFree = document.activeElement === document.body || document.activeElement === element;
    if (isUsable || !isFree || box.current === null) return;
    last.current = null;
    const rows = box.current.querySelectorAll<HTMLElement>("[data-row]");
    const next = [...rows].findLast((row) => Number(row.dataset.row) <= index) ?? box.current;
    next.focus({ preventScroll: true });
  });

  return {
    onFocus: ({ target }: FocusEvent<HTMLElement>) => {
      const index = target.closest<HTMLElement>("[data-row]")?.dataset.row;
      last.current = index === undefined ? null : { element: target, index: Number(index) };
    },
    onBlur: ({ relatedTarget }: FocusEvent<HTMLElement>) => {
      // Focus that moves to a dialog or to another window comes back. Any other move is deliberate.
      const isLent = relatedTarget ? relatedTarget.closest("[role=dialog]") : !document.hasFocus();
      if (!isLent) last.current = null;
    },
  };
}
