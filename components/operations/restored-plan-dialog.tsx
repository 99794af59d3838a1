"use client";

import { useEffect } from "react";
import * as z from "zod/mini";
import { dropDraft } from "@/components/shell/kept-draft";
import { cancelSelectorSchema } from "@/lib/core/contracts/cancel-selector";
import { PlanDialog } from "./plan-dialog";
import type { PlanPlace } from "./use-plan-form";

const keptPlanSchema = z.object({
  selector: cancelSelectorSchema,
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
  const kept = z.safeParse(keptPlanSchema, draft);
  return kept.success && <PlanDialog {...kept.data} {...place} />;
}
