"use client";

import type { RowSelection } from "@/components/ui/row-selection";
import { useShortcut } from "@/components/ui/use-shortcut";

/**
 * Keeps the place of the selection's bar until its code is there: the rows below must not move as it comes. Rows can be
 * picked before that: `c` waits for the bar then.
 */
export function SelectionBarPlace<Row>({ selection }: { selection: RowSelection<Row> }) {
  useShortcut("c", (event) => {
    if (selection.isEmpty) return;
    event.preventDefault();
    selection.askAhead();
  });
  return <div className="min-h-11.5 border-b border-line" />;
}
