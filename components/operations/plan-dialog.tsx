"use client";

import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { StaleBuildNotice } from "@/components/shell/stale-build-notice";
import { Dialog } from "@/components/ui/dialog";
import type { CancelSelector } from "@/lib/core/domain/operation";
import { executionsWords } from "@/lib/core/format/count";
import { typedNumber } from "@/lib/core/format/plan-words";
import { selectorTitle } from "@/lib/core/format/selector-words";
import { CancelJobForm } from "./cancel-job-form";
import { CancelJobOffer } from "./cancel-job-offer";
import { PlanEnded } from "./plan-ended";
import { PlanError } from "./plan-error";
import { PlanFooter } from "./plan-footer";
import { PlanOutcomeNotice } from "./plan-outcome-notice";
import { PlanProgress } from "./plan-progress";
import { PlanReady } from "./plan-ready";
import { type PlanDraft, type PlanForm, type PlanPlace, usePlanForm } from "./use-plan-form";
import { whyNotCancelJob, whyNotRequest } from "./why-not-request";

/**
 * The plan of a bulk cancellation, before anything happens: which executions it is about, what happens to them, how
 * long that takes; then the reason and the consent that make an operation of it. Mount it to open it.
 */
export function PlanDialog({
  selector,
  draft,
  ...place
}: PlanPlace & {
  selector: CancelSelector;
  draft?: PlanDraft;
}) {
  const form = usePlanForm(selector, draft, place);
  const [isAboutJob, setIsAboutJob] = useState(draft?.job !== undefined);
  const [jobDraft, setJobDraft] = useState(draft?.job);
  const { shown } = form;

  if (isAboutJob && shown?.wholeJob)
    return (
      <CancelJobForm
        plan={shown}
        job={shown.wholeJob}
        draft={jobDraft}
        onBack={(typed) => {
          setJobDraft(typed);
          setIsAboutJob(false);
        }}
        onReplan={(typed) => {
          setJobDraft(typed);
          setIsAboutJob(false);
          form.planAgain();
        }}
        onReload={form.reload}
        onCanceled={() => {
          place.onRequested?.();
          place.onClose();
        }}
        onClose={form.close}
      />
    );
  return (
    <FormProvider {...form.fields}>
      <ExecutionsPlan form={form} selector={selector} onChooseJob={() => setIsAboutJob(true)} />
    </FormProvider>
  );
}

/** The plan for the executions themselves, as opposed to the job they belong to. */
function ExecutionsPlan({
  form,
  selector,
  onChooseJob,
}: {
  form: PlanForm;
  selector: CancelSelector;
  onChooseJob: () => void;
}) {
  const { actor } = useConsole();
  const { planning, shown, force, total, toType, isPending } = form;
  const refusal = shown && whyNotRequest(actor, shown, { force, total });
  const notYet = toType !== null && typedNumber(form.typedCount) !== toType ? `Type ${toType} first.` : null;
  return (
    <Dialog
      title={total > 0 ? `Cancel ${executionsWords(total)}?` : "Cancel executions"}
      description={selectorTitle(selector)}
      onClose={form.close}
      dismissible={!isPending}
      footer={
        <PlanFooter
          plan={planning.plan}
          words={`${force ? "Force cancel" : "Cancel"} ${executionsWords(total)}`}
          whyDenied={form.isStaleBuild ? "Reload the page first." : (refusal ?? notYet)}
          isPending={isPending}
          isPlanning={planning.isMaking}
          onClose={form.close}
          onPlanAgain={form.planAgain}
          onStart={form.start}
        />
      }
    >
      <PlanBody form={form} refusal={refusal} onChooseJob={onChooseJob} />
    </Dialog>
  );
}

function PlanBody({
  form,
  refusal,
  onChooseJob,
}: {
  form: PlanForm;
  /** Why this person may not; null where they may. */
  refusal: string | null;
  onChooseJob: () => void;
}) {
  const { fleet, actor } = useConsole();
  const { planning, shown, outcome, isStaleBuild, total } = form;
  const { plan } = planning;
  return (
    // Enter in a field submits nothing: only the button that names the action does.
    <form className="flex flex-col gap-4" noValidate onSubmit={(event) => event.preventDefault()}>
      {isStaleBuild && <StaleBuildNotice onReload={() => form.reload()} />}
      {outcome && <PlanOutcomeNotice outcome={outcome} />}
      {!isStaleBuild && planning.error && (
        <PlanError
          error={planning.error}
          onRetry={planning.retry}
          retrying={planning.isMaking || planning.isReading}
        />
      )}
      {!planning.error && !isStaleBuild && (plan === null || plan.state === "resolving") && (
        <PlanProgress plan={plan} onStop={planning.stop} isStopping={planning.isStopping} />
      )}
      {plan && !shown && plan.state !== "resolving" && <PlanEnded plan={plan} />}
      {shown && (
        <PlanReady
          plan={shown}
          force={form.force}
          total={total}
          refusal={refusal}
          forceRefusal={form.forceRefusal}
          toType={shown.state === "expired" || total === 0 ? null : form.toType}
          typed={form.typedCount}
          onType={form.setTypedCount}
          isPending={form.isPending}
        />
      )}
      {shown?.wholeJob && (
        <CancelJobOffer refusal={whyNotCancelJob(actor, fleet.id)} onChoose={onChooseJob} />
      )}
    </form>
  );
}
