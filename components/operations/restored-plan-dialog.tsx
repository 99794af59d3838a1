"use client";

import { useEffect } from "react";
import * as z from "zod/mini";
import { dropDraft } from "@/components/shell/saved-draft";
import { PlanDialog } from "./plan-dialog";
import { savedPlanSchema } from "./saved-plan";
import type { PlanPlace } from "./use-plan-form";

/**
 * The plan dialog as it was before the page reloaded, with a new plan. Shows nothing where the draft has another shape:
 * an earlier build may have written it.
 */
export function RestoredPlanDialog({ draft, ...place }: PlanPlace & { draft: unknown }) {
  const { draftKind } = place;
  useEffect(() => dropDraft(draftKind), [draftKind]);
  const saved = z.safeParse(savedPlanSchema, draft);
  return saved.success && <PlanDialog {...saved.data} {...place} />;
}
