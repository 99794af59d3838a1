"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useShortcut } from "@/components/ui/use-shortcut";
import { isCancelable } from "@/lib/domain/decide-cancellation";
import type { ExecutionSummary } from "@/lib/domain/execution";

const CancelExecutionDialog = dynamic(
  () => import("./cancel-execution-dialog").then((module) => module.CancelExecutionDialog),
  { ssr: false },
);

/** `c` cancels the row that was last pointed at, if it can be canceled. Give `point` to the table and render `dialog`. */
export function useCancelShortcut() {
  const [pointed, setPointed] = useState<ExecutionSummary | null>(null);
  const [target, setTarget] = useState<ExecutionSummary | null>(null);
  useShortcut("c", (event) => {
    if (pointed === null || !isCancelable(pointed.status)) return;
    event.preventDefault();
    setTarget(pointed);
  });

  return {
    point: setPointed,
    dialog: target && <CancelExecutionDialog target={target} onClose={() => setTarget(null)} />,
  };
}
