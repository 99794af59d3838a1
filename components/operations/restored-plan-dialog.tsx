"use client";

import { useEffect } from "react";
import * as z from "zod/mini";
import { type DraftKind, dropDraft } from "@/components/shell/kept-draft";
import { cancelSelectorSchema } from "@/lib/core/contracts/cancel-selector";
import { PlanDialog } from "./plan-dialog";

const keptPlanSchema = z.object({
  question: cancelSelectorSchema,
  draft: z.object({
    reason: z.string(),
    // Half-typed pairs are kept too: the form tells what is wrong with them.
    statusDetails: z.array(z.object({ key: z.string(), value: z.string() })),
    keepDeviceDetails: z.boolean(),
    sendsReason: z.boolean(),
    job: z.optional(z.object({ reasonCode: z.string(), comment: z.string() })),
  }),
});

/**
 * The plan dialog as it was before the page was loaded again; the plan itself is taken again. Nothing, where the draft
 * is of another shape.
 */
export function RestoredPlanDialog({
  draft,
  draftKind,
  onClose,
  onRequested,
}: {
  draft: unknown;
  draftKind: DraftKind;
  onClose: () => void;
  onRequested?: () => void;
}) {
  useEffect(() => dropDraft(draftKind), [draftKind]);
  const kept = z.safeParse(keptPlanSchema, draft);
  return (
    kept.success && (
      <PlanDialog {...kept.data} draftKind={draftKind} onClose={onClose} onRequested={onRequested} />
    )
  );
}
