"use client";

import type { RowSelection } from "@/components/ui/row-selection";
import { useShortcut } from "@/components/ui/use-shortcut";

/**
 * Keeps the place of the selection bar until its code has loaded, so that the rows below do not move. Rows can be
 * picked before that; `c` then waits for the bar.
 */
export function SelectionBarPlace<Row>({ selection }: { selection: RowSelection<Row> }) {
  useShortcut("c", (event) => {
    if (selection.isEmpty) return;
    event.preventDefault();
    selection.requestAhead();
  });
  return <div className="min-h-11.5 border-b border-line" />;
}
