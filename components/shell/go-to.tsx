"use client";
// Seldom drawn: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { Search } from "lucide-react";
import { useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { onDemand } from "@/components/ui/on-demand";
import { useShortcut } from "@/components/ui/use-shortcut";

const loadDialog = () => import("./go-to-dialog");
const GoToDialog = onDemand(() => loadDialog().then((module) => module.GoToDialog));

/** Opens the jump to a thing, a job or a page, by click or by ⌘K / Ctrl K. The dialog is fetched when it is first wanted. */
export function GoTo({ fleetId }: { fleetId: string }) {
  const [open, setOpen] = useState(false);
  useShortcut("mod+k", (event) => {
    event.preventDefault();
    setOpen(true);
  });
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Meta+K Control+K"
        aria-haspopup="dialog"
        onPointerEnter={loadDialog}
        onFocus={loadDialog}
        onClick={() => setOpen(true)}
        className="flex h-8 items-center gap-2.5 rounded-md border border-line-strong bg-page px-2.5 text-sm text-muted hover:border-muted md:w-full md:max-w-107"
      >
        <Search aria-hidden className="size-3.5 shrink-0" />
        <span className="sr-only flex-1 truncate text-left md:not-sr-only">Go to a thing, job or page</span>
        <span aria-hidden className="hidden md:inline">
          <Kbd>⌘K</Kbd>
        </span>
      </button>
      {open && <GoToDialog fleetId={fleetId} onClose={() => setOpen(false)} />}
    </>
  );
}
