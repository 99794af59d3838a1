"use client";

import { type RefObject, useEffect, useState } from "react";
import { type RowRange, rowsInView, rowsToDraw, scrollTopFor } from "./row-window";

// No virtualization library: rows have one height. @tanstack/react-virtual is 11 KiB gz, a twentieth of a page's
// script, nearly all of it for measured sizes, lanes and smooth scrolling.

/** Scrolling counts as over after this long without movement. */
const REST_MS = 150;

/**
 * Which rows to draw of a box that scrolls many rows of one height under a sticky header.
 *
 * @param firstHeight pixels, until the box's height is known, above all on the server
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  size: { count: number; rowHeight: number; headerHeight: number; overscan: number; firstHeight: number },
): RowRange & { isScrolling: boolean; scrollToIndex: (index: number) => void } {
  const { count, rowHeight, headerHeight, overscan, firstHeight } = size;
  const [inView, setInView] = useState(() =>
    rowsInView({ scrollTop: 0, height: firstHeight, headerHeight, rowHeight }),
  );
  const [isScrolling, setIsScrolling] = useState(false);

  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    let rest: ReturnType<typeof setTimeout> | undefined;

    const look = () => {
      const now = rowsInView({ scrollTop: box.scrollTop, height: box.clientHeight, headerHeight, rowHeight });
      // The same object while the same rows are in view: React then renders nothing.
      setInView((before) => (before.first === now.first && before.end === now.end ? before : now));
    };
    const scroll = () => {
      look();
      setIsScrolling(true);
      clearTimeout(rest);
      rest = setTimeout(() => setIsScrolling(false), REST_MS);
    };
    const resizes = new ResizeObserver(look); // also calls at once
    resizes.observe(box);
    box.addEventListener("scroll", scroll, { passive: true });
    return () => {
      resizes.disconnect();
      box.removeEventListener("scroll", scroll);
      clearTimeout(rest);
    };
  }, [scroller, headerHeight, rowHeight]);

  return {
    ...rowsToDraw(inView, count, overscan),
    isScrolling,
    scrollToIndex: (index) => {
      const box = scroller.current;
      if (box === null) return;
      const { scrollTop, clientHeight: height } = box;
      box.scrollTop = scrollTopFor(index, { scrollTop, height, headerHeight, rowHeight });
    },
  };
}
