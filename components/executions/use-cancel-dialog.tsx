"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useShortcut } from "@/components/ui/use-shortcut";
import { isCancelable } from "@/lib/domain/decide-cancellation";
import type { ExecutionRef, ExecutionSummary } from "@/lib/domain/execution";

/** Fetched as soon as somebody reaches for a button that opens it. */
export const loadCancelDialog = () =>
  import("./cancel-execution-dialog").then((module) => module.CancelExecutionDialog);

const CancelExecutionDialog = dynamic(loadCancelDialog, { ssr: false });

const NO_ROWS: readonly ExecutionSummary[] = [];

/**
 * The cancel dialog of a page, opened by `cancel(execution)`, or by `c` on the row last given to `point`, as
 * long as it is among `rows` and open.
 *
 * Render `dialog` beside the list, never inside a row: a row goes away when its execution ends or scrolls
 * out of view, and would take an open dialog with it, with all that was typed.
 */
export function useCancelDialog(rows: readonly ExecutionSummary[] = NO_ROWS) {
  const [pointed, point] = useState<ExecutionRef | null>(null);
  const [target, setTarget] = useState<ExecutionRef | null>(null);
  useShortcut(pointed ? "c" : null, (event) => {
    const row = rows.find(
      ({ thingName, jobId }) => thingName === pointed?.thingName && jobId === pointed.jobId,
    );
    if (!row || !isCancelable(row.status)) return;
    event.preventDefault();
    setTarget(row);
  });

  return {
    cancel: setTarget,
    point,
    dialog: target && <CancelExecutionDialog target={target} onClose={() => setTarget(null)} />,
  };
}
