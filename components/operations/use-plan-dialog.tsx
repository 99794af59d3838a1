"use client";
// Cheap to draw: what the compiler would keep weighs more than drawing it again.
"use no memo";

import { useState } from "react";
import { type DraftKind, useKeptDraft } from "@/components/shell/kept-draft";
import { onDemand } from "@/components/ui/on-demand";
import type { CancelSelector } from "@/lib/core/domain/operation";

/** Fetched as soon as somebody reaches for a button that opens it. */
export const loadPlanDialog = () => import("./plan-dialog").then((module) => module.PlanDialog);

const PlanDialog = onDemand(loadPlanDialog);
const RestoredPlanDialog = onDemand(() =>
  import("./restored-plan-dialog").then((module) => module.RestoredPlanDialog),
);

/**
 * The way to a bulk cancellation from any page: `plan(question)` opens the plan of it, which becomes an operation.
 *
 * Render `dialog` beside the list, never inside a row.
 *
 * @param onRequested the operation has begun, and its page is about to open: what was selected is settled
 * @param draftKind where what was typed is kept over a reload: each place of a page that opens plans has its own
 */
export function usePlanDialog(
  onRequested?: () => void,
  draftKind: Extract<DraftKind, "plan" | "go-to-plan"> = "plan",
) {
  const draft = useKeptDraft(draftKind);
  const [question, setQuestion] = useState<CancelSelector | null>(null);
  const [isClosed, setIsClosed] = useState(false);
  const close = () => {
    setQuestion(null);
    setIsClosed(true);
  };
  const shared = { draftKind, onClose: close, onRequested };

  return {
    plan: setQuestion,
    dialog: question ? (
      <PlanDialog question={question} {...shared} />
    ) : draft !== null && !isClosed ? (
      <RestoredPlanDialog draft={draft} {...shared} />
    ) : null,
  };
}
