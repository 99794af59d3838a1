"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const SHORTCUTS: [keys: string[], action: string][] = [
  [["/"], "Focus the filter"],
  [["J", "K"], "Move down or up a row"],
  [["Home", "End"], "First or last row loaded"],
  [["Enter"], "Open the row"],
  [["X"], "Select the row"],
  [["Shift X"], "Select all rows from the last selected to this one"],
  [["C"], "Cancel what is selected, or else the row's execution"],
  [["⌘K", "Ctrl K"], "Go to a thing, job or page"],
  [["?"], "This list"],
  [["Esc"], "Close, changing nothing"],
];

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      title="Keyboard shortcuts"
      size="sm"
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <dl className="flex flex-col gap-2.5">
        {SHORTCUTS.map(([keys, action]) => (
          <div key={action} className="flex justify-between gap-4 text-sm">
            <dt>{action}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
