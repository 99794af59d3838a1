"use client";

import { Search } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { onDemand } from "@/components/ui/on-demand";
import type { CancelSelector } from "@/lib/core/domain/operation";

export const loadPlaces = () => import("./go-to-places");
const GoToPlaces = onDemand(
  () => loadPlaces().then((module) => module.GoToPlaces),
  <p className="px-4 py-3 text-sm text-muted">Loading…</p>,
);

const WORDS = "Part of a thing’s name or a job’s id, or a page";

/**
 * Jumps to a thing, a job or a page by a part of its name. Open for as long as it is mounted.
 *
 * Every page has the dialog and its input; the code that searches loads on demand. Text typed right after the shortcut
 * goes into the input, not to the page behind; arrows and Enter work once the options are there.
 */
export function GoToDialog({
  fleetId,
  onPlan,
  onClose,
}: {
  fleetId: string;
  /** Opens the plan of a bulk cancellation. */
  onPlan: (selector: CancelSelector) => void;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const pressedOn = useRef<EventTarget>(null);
  // The browser's own dialog traps the focus, and gives it back when it closes.
  const close = () => dialog.current?.close();
  useLayoutEffect(() => dialog.current?.showModal(), []);

  return (
    <dialog
      ref={dialog}
      aria-label="Go to"
      onClose={onClose}
      // A click beside the dialog closes it. A drag that ends there, such as one that selects text, does not.
      onPointerDown={({ target }) => (pressedOn.current = target)}
      onClick={({ target }) => target === dialog.current && target === pressedOn.current && close()}
      className="fixed top-[min(12vh,6rem)] mx-auto w-[calc(100vw-1.5rem)] max-w-xl overflow-hidden rounded-xl border border-line bg-panel text-body shadow-float outline-none backdrop:bg-scrim"
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          ref={input}
          role="combobox"
          aria-label={WORDS}
          aria-expanded={false}
          aria-autocomplete="list"
          aria-describedby="go-to-problem"
          placeholder={WORDS}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          className="h-12 min-w-0 flex-1 bg-transparent font-mono text-base text-ink outline-none placeholder:font-sans"
        />
        <button type="button" onClick={close} aria-label="Close, Esc" className="rounded-sm">
          <Kbd>Esc</Kbd>
        </button>
      </div>
      <GoToPlaces fleetId={fleetId} typed={typed} input={input} onPlan={onPlan} onClose={close} />
    </dialog>
  );
}
