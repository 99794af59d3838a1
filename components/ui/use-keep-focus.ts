"use client";

import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from "react";

/**
 * Keeps the focus in a table whose rows come and go: where what had it leaves with its row, or is disabled as the row
 * changes, its row has it next, or the one that took that row's place. The browser would leave it on nothing, and
 * whoever works by keyboard would start again from the top of the page.
 *
 * Spread what it returns on the table's scrolling box, which must be focusable: with no row left, that has it.
 */
export function useKeepFocus(box: RefObject<HTMLElement | null>) {
  const last = useRef<{ element: HTMLElement; index: number } | null>(null);

  // After each drawing: that is when what had the focus may have gone.
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
      // A dialog gives it back; another window too. All else was left on purpose.
      const isLent = relatedTarget ? relatedTarget.closest("[role=dialog]") : !document.hasFocus();
      if (!isLent) last.current = null;
    },
  };
}
