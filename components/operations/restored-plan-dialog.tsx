"use client";

import { useEffect } from "react";
import * as z from "zod/mini";
import { dropDraft } from "@/components/shell/saved-draft";
import { cancelSelectorSchema } from "@/lib/core/contracts/cancel-selector";
import { PlanDialog } from "./plan-dialog";
import type { PlanPlace } from "./use-plan-form";

const savedPlanSchema = z.object({
  question: cancelSelectorSchema, // the name in drafts that earlier builds saved
  draft: z.object({
    reason: z.string(),
    // Half-typed pairs are saved too: the form says what is wrong with them.
    statusDetails: z.array(z.object({ key: z.string(), value: z.string() })),
    keepDeviceDetails: z.boolean(),
    sendsReason: z.boolean(),
    job: z.optional(z.object({ reasonCode: z.string(), comment: z.string() })),
  }),
});

/**
 * The plan dialog as it was before the page reloaded, with a new plan. Shows nothing where the draft has another shape:
 * an earlier build may have written it.
 */
export function RestoredPlanDialog({ draft, ...place }: PlanPlace & { draft: unknown }) {
  const { draftKind } = place;
  useEffect(() => dropDraft(draftKind), [draftKind]);
  const saved = z.safeParse(savedPlanSchema, draft);
  return saved.success && <PlanDialog selector={saved.data.question} draft={saved.data.draft} {...place} />;
}
