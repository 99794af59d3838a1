"use client";

import { Search } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { usePlanDialog } from "@/components/operations/use-plan-dialog";
import { Kbd } from "@/components/ui/kbd";
import { useShortcut } from "@/components/ui/use-shortcut";
import { useConsole } from "./console-context";
import { GoToDialog, loadPlaces } from "./go-to-dialog";
import { saveRecentPlace, placeOf } from "./recent-places";

/**
 * Opens Go to by click or by ⌘K / Ctrl K, and the plan of a cancellation that was chosen there. The code of the dialogs
 * loads on demand.
 */
export function GoTo({ fleetId }: { fleetId: string }) {
  const { actor } = useConsole();
  const pathname = usePathname();
  const [open, setOpen] = useState(false);
  const { plan, dialog } = usePlanDialog(undefined, "go-to-plan");
  useShortcut("mod+k", (event) => {
    event.preventDefault();
    setOpen(true);
  });
  useEffect(() => {
    const place = placeOf(pathname);
    if (place) saveRecentPlace(fleetId, actor.id, place);
  }, [pathname, fleetId, actor.id]);

  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Meta+K Control+K"
        aria-haspopup="dialog"
        onPointerEnter={loadPlaces}
        onFocus={loadPlaces}
        onClick={() => setOpen(true)}
        className="flex h-8 items-center gap-2.5 rounded-md border border-line-strong bg-page px-2.5 text-sm text-muted hover:border-muted md:w-full md:max-w-107"
      >
        <Search aria-hidden className="size-3.5 shrink-0" />
        <span className="sr-only flex-1 truncate text-left md:not-sr-only">Go to a thing, job or page</span>
        <span aria-hidden className="hidden md:inline">
          <Kbd>⌘K</Kbd>
        </span>
      </button>
      {open && <GoToDialog fleetId={fleetId} onPlan={plan} onClose={() => setOpen(false)} />}
      {dialog}
    </>
  );
}
