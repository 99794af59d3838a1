"use client";

import { useId, useState, type ReactNode } from "react";

interface Place {
  left: number;
  top: number;
  above: boolean;
}

/**
 * A tooltip that shows on hover and on focus, closes with Esc, and describes its element to screen readers.
 *
 * It is drawn in the browser's top layer, so no scrolling container clips it, and costs nothing while closed. Spread
 * `target` on the element and render `tip` inside or beside it.
 */
export function useTip(content: ReactNode) {
  const id = useId();
  const [place, setPlace] = useState<Place | null>(null);

  const show = ({ currentTarget }: { currentTarget: Element }) => {
    const box = currentTarget.getBoundingClientRect();
    const above = box.bottom + 80 > window.innerHeight;
    const left = Math.max(8, Math.min(box.left, window.innerWidth - 296));
    setPlace({ left, top: above ? box.top - 6 : box.bottom + 6, above });
  };
  const hide = () => setPlace(null);

  return {
    target: {
      onPointerEnter: show,
      onPointerLeave: hide,
      onFocus: show,
      onBlur: hide,
      onKeyDown: (event: { key: string }) => event.key === "Escape" && hide(),
      "aria-describedby": place ? id : undefined,
    },
    tip: place && (
      <span
        id={id}
        role="tooltip"
        popover="manual"
        ref={(element) => element?.showPopover()}
        style={{ left: place.left, top: place.top }}
        className={`fixed inset-auto m-0 w-max max-w-72 rounded-md border border-line-strong bg-panel px-2.5 py-1.5 font-sans text-xs font-normal whitespace-normal text-ink shadow-float ${place.above ? "-translate-y-full" : ""}`}
      >
        {content}
      </span>
    ),
  };
}
