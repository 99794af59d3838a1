"use client";

import { onDemand } from "@/components/ui/on-demand";
import { useState } from "react";
import { useSavedDraft } from "@/components/shell/saved-draft";
import { toast } from "@/components/ui/toast";
import { useShortcut } from "@/components/ui/use-shortcut";
import { isCancelable } from "@/lib/core/domain/decide-cancellation";
import type { ExecutionRef, ExecutionSummary } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import { executionStatusWord, unknownStatusSentence } from "@/lib/core/format/execution-status-word";

/** Why this execution cannot be canceled, and so not be selected; null where it can. */
export function whyNothingToCancel({
  thingName,
  status,
}: Pick<ExecutionSummary, "thingName" | "status">): string | null {
  if (thingName === "") return "AWS IoT does not say which thing it is on.";
  if (isCancelable(status)) return null;
  return executionStage(status) === "unknown"
    ? unknownStatusSentence("execution", status)
    : `${executionStatusWord(status)}: there is nothing to cancel.`;
}

/** Call it when someone points at a button that opens the dialog. */
export const loadCancelDialog = () =>
  import("./cancel-execution-dialog").then((module) => module.CancelExecutionDialog);

const CancelExecutionDialog = onDemand(loadCancelDialog);
const RestoredCancelDialog = onDemand(() =>
  import("./restored-cancel-dialog").then((module) => module.RestoredCancelDialog),
);

/** For a page without rows that `c` could act on. */
export const NO_ROWS: readonly ExecutionSummary[] = [];

/**
 * The cancel dialog of a page. `cancel(execution)` opens it, and so does `c` for the row last given to `point` while
 * that row is in `rows`. For a row that has ended, `c` says so and opens nothing.
 *
 * Render `dialog` beside the list, never inside a row: a row leaves when its execution ends or scrolls out of view, and
 * would take the open dialog with it, with all that was typed.
 */
export function useCancelDialog(rows: readonly ExecutionSummary[] = NO_ROWS) {
  const [pointed, point] = useState<ExecutionRef | null>(null);
  const [target, setTarget] = useState<ExecutionRef | null>(null);
  const draft = useSavedDraft("cancel-execution");
  const [isDraftClosed, setIsDraftClosed] = useState(false);
  useShortcut(pointed ? "c" : null, (event) => {
    const row = rows.find(
      ({ thingName, jobId }) => thingName === pointed?.thingName && jobId === pointed.jobId,
    );
    if (!row) return;
    event.preventDefault();
    const why = whyNothingToCancel(row);
    if (why === null) setTarget(row);
    else toast({ tone: "info", title: `${row.jobId} on ${row.thingName}: ${why}` });
  });

  return {
    cancel: setTarget,
    point,
    dialog: target ? (
      <CancelExecutionDialog target={target} onClose={() => setTarget(null)} />
    ) : draft !== null && !isDraftClosed ? (
      <RestoredCancelDialog draft={draft} onClose={() => setIsDraftClosed(true)} />
    ) : null,
  };
}
