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

/**
 * The cancel dialog of a page, opened by `cancel(execution)`, or by `c` on the row last given to `point`.
 *
 * Render `dialog` beside the list, never inside a row: a row goes away when its execution ends or scrolls
 * out of view, and would take an open dialog with it, with all that was typed.
 */
export function useCancelDialog() {
  const [pointed, point] = useState<ExecutionSummary | null>(null);
  const [target, setTarget] = useState<ExecutionRef | null>(null);
  useShortcut(pointed && isCancelable(pointed.status) ? "c" : null, (event) => {
    event.preventDefault();
    setTarget(pointed);
  });

  return {
    cancel: setTarget,
    point,
    dialog: target && <CancelExecutionDialog target={target} onClose={() => setTarget(null)} />,
  };
}
