"use client";

import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import type { RowRange } from "./row-window";

/** Focuses a row by its index: at once where it is drawn, else as soon as scrolling has brought it into the page. */
export function useFocusRow(
  scroller: RefObject<HTMLElement | null>,
  { first, end }: RowRange,
): (index: number) => void {
  const [toFocus, setToFocus] = useState<number | null>(null);
  const focus = useEffectEvent(() => {
    if (toFocus === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${toFocus}"]`);
    if (!row) return;
    row.focus({ preventScroll: true });
    setToFocus(null);
  });
  useEffect(() => focus(), [toFocus, first, end]);
  return setToFocus;
}
