"use client";
// react-hook-form changes its errors in place, which the compiler takes for no change at all.
"use no memo";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { operationHref } from "@/components/shell/fleet-href";
import { type DraftKind, reloadWithDraft } from "@/components/shell/kept-draft";
import { OldPageNotice } from "@/components/shell/old-page-notice";
import { Dialog } from "@/components/ui/dialog";
import {
  type RequestOperationCommand,
  type RequestOperationInput,
  requestOperationSchema,
} from "@/lib/core/contracts/request-operation";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { type CancelSelector, TYPED_COUNT_ABOVE } from "@/lib/core/domain/operation";
import { executionsWords } from "@/lib/core/format/count";
import { typedNumber } from "@/lib/core/format/plan-words";
import { askedWords } from "@/lib/core/format/selector-words";
import { CancelJobForm, type JobDraft } from "./cancel-job-form";
import { CancelJobOffer } from "./cancel-job-offer";
import { PlanEnded } from "./plan-ended";
import { PlanError } from "./plan-error";
import { PlanFooter } from "./plan-footer";
import { PlanOutcomeNotice } from "./plan-outcome-notice";
import { PlanProgress } from "./plan-progress";
import { PlanReady } from "./plan-ready";
import { usePlan } from "./use-plan";
import { type RequestOutcome, useRequestOperation } from "./use-request-operation";
import { whyNotCancelJob, whyNotForce, whyNotRequest } from "./why-not-request";

/** What is kept of a plan over a reload. Consent (force, the typed number) is not: it has to be given afresh. */
export type PlanDraft = Pick<
  RequestOperationCommand,
  "reason" | "statusDetails" | "keepDeviceDetails" | "sendsReason"
> & {
  /** Where the job itself was to be canceled. */
  job?: JobDraft;
};

/**
 * The plan of a bulk cancellation, before anything happens: what is meant, what will become of it, how long that takes;
 * then the reason and the consent that make an operation of it. Mount it to open it.
 */
export function PlanDialog({
  question,
  draft,
  draftKind,
  onClose,
  onRequested,
}: {
  question: CancelSelector;
  draft?: PlanDraft;
  draftKind: DraftKind;
  onClose: () => void;
  onRequested?: () => void;
}) {
  const { fleet, actor } = useConsole();
  const router = useRouter();
  const planning = usePlan(question);
  const { request, isPending } = useRequestOperation(planning.readAgain);
  const [outcome, setOutcome] = useState<Exclude<RequestOutcome, { kind: "begun" }> | null>(null);
  const [typed, setTyped] = useState("");
  const [meansJob, setMeansJob] = useState(draft?.job !== undefined);
  const [jobDraft, setJobDraft] = useState(draft?.job);
  const form = useForm<RequestOperationInput, unknown, RequestOperationCommand>({
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
  const wantsForce = useWatch({ control: form.control, name: "force" });

  const { plan } = planning;
  const shown = plan && isShown(plan) ? plan : null;
  const forceRefusal = whyNotForce(actor, fleet.id);
  const force = wantsForce && forceRefusal === null && (shown?.counts.inProgress ?? 0) > 0;
  const total = shown ? shown.counts.queued + (force ? shown.counts.inProgress : 0) : 0;
  const toType = force || total > TYPED_COUNT_ABOVE ? total : null;
  const isExpired = shown?.state === "expired";

  const submit = form.handleSubmit(async (command) => {
    const result = await request({ ...command, force });
    if (result === null) return;
    if (result.kind !== "begun") {
      setOutcome(result);
      return;
    }
    onRequested?.();
    onClose();
    router.push(operationHref(fleet.id, result.operationId));
  });

  const begin = (planId: string) => {
    setOutcome(null);
    form.setValue("planId", planId);
    form.setValue("typedCount", toType === null ? null : typedNumber(typed));
    void submit();
  };
  const takeAgain = () => {
    // Consent was given to the numbers of before.
    form.setValue("force", false);
    form.setValue("evenIfProgressed", false);
    setTyped("");
    setOutcome(null);
    planning.take();
  };
  const close = () => {
    if (plan?.state === "resolving") planning.stop();
    onClose();
  };
  const reload = (job?: JobDraft) => {
    const { reason, statusDetails, keepDeviceDetails, sendsReason } = form.getValues();
    const kept: PlanDraft = { reason, statusDetails, keepDeviceDetails, sendsReason, ...(job && { job }) };
    reloadWithDraft(draftKind, { question, draft: kept });
  };

  const isOldPage = planning.isOldPage || outcome?.kind === "old-page";
  if (meansJob && shown?.wholeJob)
    return (
      <CancelJobForm
        plan={shown}
        job={shown.wholeJob}
        draft={jobDraft}
        onBack={(typed) => {
          setJobDraft(typed);
          setMeansJob(false);
        }}
        onReplan={(typed) => {
          setJobDraft(typed);
          setMeansJob(false);
          takeAgain();
        }}
        onReload={reload}
        onCanceled={() => {
          onRequested?.();
          onClose();
        }}
        onClose={close}
      />
    );

  const refusal = shown && whyNotRequest(actor, shown, { force, total });
  const whyNotYet = toType !== null && typedNumber(typed) !== toType ? `Type ${toType} first.` : null;
  return (
    <FormProvider {...form}>
      <Dialog
        title={total > 0 ? `Cancel ${executionsWords(total)}?` : "Cancel executions"}
        description={askedWords(question)}
        onClose={close}
        dismissible={!isPending}
        footer={
          <PlanFooter
            plan={plan}
            words={`${force ? "Force cancel" : "Cancel"} ${executionsWords(total)}`}
            whyDenied={isOldPage ? "Reload the page first." : (refusal ?? whyNotYet)}
            isPending={isPending}
            isTaking={planning.isTaking}
            onClose={close}
            onTakeAgain={takeAgain}
            onBegin={begin}
          />
        }
      >
        {/* Enter in a field submits nothing: only the button that names the deed does it. */}
        <form className="flex flex-col gap-4" noValidate onSubmit={(event) => event.preventDefault()}>
          {isOldPage && <OldPageNotice onReload={() => reload()} />}
          {outcome && <PlanOutcomeNotice outcome={outcome} />}
          {!isOldPage && planning.error && (
            <PlanError
              error={planning.error}
              onRetry={planning.retry}
              retrying={planning.isTaking || planning.isReading}
            />
          )}
          {!planning.error && !isOldPage && (plan === null || plan.state === "resolving") && (
            <PlanProgress plan={plan} onStop={planning.stop} isStopping={planning.isStopping} />
          )}
          {plan && !shown && plan.state !== "resolving" && <PlanEnded plan={plan} />}
          {shown && (
            <PlanReady
              plan={shown}
              force={force}
              total={total}
              refusal={refusal}
              forceRefusal={forceRefusal}
              toType={isExpired || total === 0 ? null : toType}
              typed={typed}
              onType={setTyped}
              isPending={isPending}
            />
          )}
          {shown?.wholeJob && (
            <CancelJobOffer refusal={whyNotCancelJob(actor, fleet.id)} onChoose={() => setMeansJob(true)} />
          )}
        </form>
      </Dialog>
    </FormProvider>
  );
}

/** Its numbers are whole: an expired plan is still to be seen, so that nothing jumps away under one's eyes. */
const isShown = ({ state }: CancelPlan) => state === "ready" || state === "expired";
