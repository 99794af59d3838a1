"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { operationHref } from "@/components/shell/fleet-href";
import { type DraftKind, reloadWithDraft } from "@/components/shell/saved-draft";
import {
  type RequestOperationCommand,
  type RequestOperationInput,
  requestOperationSchema,
} from "@/lib/core/contracts/request-operation";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { type CancelSelector, TYPED_COUNT_ABOVE } from "@/lib/core/domain/operation";
import { typedNumber } from "@/lib/core/format/plan-words";
import type { JobDraft } from "./use-cancel-job-form";
import { usePlan } from "./use-plan";
import { type RequestOutcome, useRequestOperation } from "./use-request-operation";
import { whyNotForce } from "./why-not-request";

/** What is saved of a plan over a reload. Consent (force, the typed number) is not: a person gives it again. */
export type PlanDraft = Pick<
  RequestOperationCommand,
  "reason" | "statusDetails" | "keepDeviceDetails" | "sendsReason"
> & {
  /** Where the job itself was to be canceled. */
  job?: JobDraft;
};

/** Where the dialog of a plan stands. */
export interface PlanPlace {
  /** Under which name a reload saves what was typed. */
  draftKind: DraftKind;
  onClose: () => void;
  /** The operation has started, and its page is about to open. */
  onRequested?: () => void;
}

export type PlanForm = ReturnType<typeof usePlanForm>;

/** The form that makes an operation of a plan: what it would cancel, what was typed, and how sending it went. */
export function usePlanForm(selector: CancelSelector, draft: PlanDraft | undefined, place: PlanPlace) {
  const { fleet, actor } = useConsole();
  const router = useRouter();
  const planning = usePlan(selector);
  const { request, isPending } = useRequestOperation(planning.readAgain);
  const [outcome, setOutcome] = useState<Exclude<RequestOutcome, { kind: "started" }> | null>(null);
  const [typedCount, setTypedCount] = useState("");
  const fields = useForm<RequestOperationInput, unknown, RequestOperationCommand>({
    resolver: zodResolver(requestOperationSchema),
    mode: "onTouched",
    defaultValues: {
      fleetId: fleet.id,
      planId: "",
      force: false,
      statusDetails: [],
      keepDeviceDetails: false,
      evenIfProgressed: false,
      sendsReason: false,
      reason: "",
      typedCount: null,
      ...draft,
    },
  });
  const wantsForce = useWatch({ control: fields.control, name: "force" });

  const { plan } = planning;
  const shown = plan && hasNumbers(plan) ? plan : null;
  const forceRefusal = whyNotForce(actor, fleet.id);
  const force = wantsForce && forceRefusal === null && (shown?.counts.inProgress ?? 0) > 0;
  const total = shown ? shown.counts.queued + (force ? shown.counts.inProgress : 0) : 0;
  const toType = force || total > TYPED_COUNT_ABOVE ? total : null;

  const send = fields.handleSubmit(async (command) => {
    const result = await request({ ...command, force });
    if (result === null) return;
    if (result.kind !== "started") {
      setOutcome(result);
      return;
    }
    place.onRequested?.();
    place.onClose();
    router.push(operationHref(fleet.id, result.operationId));
  });

  return {
    fields,
    planning,
    /** The plan once its numbers are whole; null until then. */
    shown,
    force,
    forceRefusal,
    /** How many executions would be canceled. */
    total,
    /** The number to type; null where none is asked for. */
    toType,
    typedCount,
    setTypedCount,
    isPending,
    outcome,
    isStaleBuild: planning.isStaleBuild || outcome?.kind === "stale-build",
    start: (planId: string) => {
      setOutcome(null);
      fields.setValue("planId", planId);
      fields.setValue("typedCount", toType === null ? null : typedNumber(typedCount));
      void send();
    },
    planAgain: () => {
      // Consent was given to the numbers of the previous plan.
      fields.setValue("force", false);
      fields.setValue("evenIfProgressed", false);
      setTypedCount("");
      setOutcome(null);
      planning.make();
    },
    close: () => {
      if (plan?.state === "resolving") planning.stop();
      place.onClose();
    },
    reload: (job?: JobDraft) => {
      const { reason, statusDetails, keepDeviceDetails, sendsReason } = fields.getValues();
      const typed: PlanDraft = { reason, statusDetails, keepDeviceDetails, sendsReason, ...(job && { job }) };
      reloadWithDraft(place.draftKind, { question: selector, draft: typed });
    },
  };
}

/** An expired plan stays on the screen, so that nothing vanishes while someone reads it. */
const hasNumbers = ({ state }: CancelPlan) => state === "ready" || state === "expired";
