"use client";

import { useState } from "react";
import { type DraftKind, useSavedDraft } from "@/components/shell/saved-draft";
import { onDemand } from "@/components/ui/on-demand";
import type { CancelSelector } from "@/lib/core/domain/operation";

/** Call it when someone points at a button that opens the dialog. */
export const loadPlanDialog = () => import("./plan-dialog").then((module) => module.PlanDialog);

const PlanDialog = onDemand(loadPlanDialog);
const RestoredPlanDialog = onDemand(() =>
  import("./restored-plan-dialog").then((module) => module.RestoredPlanDialog),
);

/**
 * Starts a bulk cancellation from any page: `plan(selector)` opens its plan, which becomes an operation.
 *
 * Render `dialog` beside the list, never inside a row.
 *
 * @param onRequested called when the operation has started and its page is about to open: clear the selection
 * @param draftKind the name under which a reload saves what was typed. Each place on a page that opens plans needs its
 *   own
 */
export function usePlanDialog(
  onRequested?: () => void,
  draftKind: Extract<DraftKind, "plan" | "go-to-plan"> = "plan",
) {
  const draft = useSavedDraft(draftKind);
  const [selector, setSelector] = useState<CancelSelector | null>(null);
  const [isClosed, setIsClosed] = useState(false);
  const close = () => {
    setSelector(null);
    setIsClosed(true);
  };
  const shared = { draftKind, onClose: close, onRequested };

  return {
    plan: setSelector,
    dialog: selector ? (
      <PlanDialog selector={selector} {...shared} />
    ) : draft !== null && !isClosed ? (
      <RestoredPlanDialog draft={draft} {...shared} />
    ) : null,
  };
}
