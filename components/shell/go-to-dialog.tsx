"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Cpu, ListChecks, Package, Search, SquareArrowOutUpRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { goToItems, goToProblem, type GoToItem } from "./go-to-items";

const LOOK: Record<GoToItem["kind"], { words: string; icon: React.ReactNode }> = {
  page: { words: "Page", icon: <SquareArrowOutUpRight aria-hidden /> },
  operation: { words: "Open operation", icon: <ListChecks aria-hidden /> },
  thing: { words: "Open thing", icon: <Cpu aria-hidden /> },
  job: { words: "Open job", icon: <Package aria-hidden /> },
};

/** Type a name, press Enter, be there. Open for as long as it is mounted. */
export function GoToDialog({
  fleetId,
  suggestions = [],
  onClose,
}: {
  fleetId: string;
  suggestions?: readonly GoToItem[];
  onClose: () => void;
}) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const problem = goToProblem(typed);
  const items = [...goToItems(fleetId, typed), ...suggestions];

  const go = (item: GoToItem) => {
    onClose();
    router.push(item.href);
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim" />
        <Dialog.Popup
          aria-label="Go to"
          className="fixed top-[min(12vh,6rem)] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-panel text-body shadow-float outline-none"
        >
          <Autocomplete.Root
            open
            inline
            items={items}
            itemToStringValue={(item: GoToItem) => item.name}
            filter={null}
            value={typed}
            onValueChange={(value, { reason }) => reason !== "item-press" && setTyped(value)}
            autoHighlight="always"
          >
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Autocomplete.Input
                aria-label="Thing name, job id or page"
                aria-describedby="go-to-problem"
                placeholder="Thing name, job id or page"
                autoComplete="off"
                spellCheck={false}
                className="h-12 min-w-0 flex-1 bg-transparent font-mono text-base text-ink outline-none placeholder:font-sans"
              />
              <Dialog.Close aria-label="Close, Esc" className="rounded-sm">
                <Kbd>Esc</Kbd>
              </Dialog.Close>
            </div>
            <p id="go-to-problem" role="status" className="px-4 pt-2 text-sm text-danger empty:hidden">
              {problem}
            </p>
            <Autocomplete.List aria-label="Places" className="max-h-80 overflow-y-auto p-1.5">
              {(item: GoToItem) => (
                <Autocomplete.Item
                  key={`${item.kind} ${item.name}`}
                  value={item}
                  onClick={() => go(item)}
                  className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm data-highlighted:bg-accent-soft data-highlighted:text-accent [&_svg]:size-4 [&_svg]:shrink-0"
                >
                  {LOOK[item.kind].icon}
                  <span className="shrink-0">{LOOK[item.kind].words}</span>
                  <span className={item.kind === "page" ? "font-medium" : "min-w-0 font-mono wrap-anywhere"}>
                    {item.name}
                  </span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
