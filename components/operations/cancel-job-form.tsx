"use client";

import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { StaleBuildNotice } from "@/components/shell/stale-build-notice";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { KeyValueStrip } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import type { CancelJobCommand, CancelJobInput } from "@/lib/core/contracts/cancel-job";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { cancelJobFailureMessage } from "@/lib/core/format/cancel-job-failure-message";
import { exactTime } from "@/lib/core/format/exact-time";
import { JobOrExecutions } from "./job-or-executions";
import { type JobDraft, useCancelJobForm } from "./use-cancel-job-form";
import { whyNotForce } from "./why-not-request";

/** Cancels the job in place of its queued executions, after showing how the two differ. */
export function CancelJobForm({
  plan,
  job: { jobId, createdAt },
  draft = NOTHING_TYPED,
  onBack,
  onReplan,
  onReload,
  onCanceled,
  onClose,
}: {
  plan: CancelPlan;
  job: NonNullable<CancelPlan["wholeJob"]>;
  draft?: JobDraft | undefined;
  onBack: (typed: JobDraft) => void;
  /** The job of the plan was deleted: the one that has its id now needs a plan of its own. */
  onReplan: (typed: JobDraft) => void;
  onReload: (typed: JobDraft) => void;
  onCanceled: () => void;
  onClose: () => void;
}) {
  const { form, failure, submit, isPending, isStaleBuild } = useCancelJobForm(
    { jobId, createdAt },
    draft,
    onCanceled,
  );
  const [typedId, setTypedId] = useState("");
  const typedSoFar = () => {
    const { reasonCode, comment } = form.getValues();
    return { reasonCode, comment };
  };
  const isReplaced = failure?.kind === "job-replaced";

  return (
    <Dialog
      title="Cancel the whole job?"
      description={<span className="font-mono">{jobId}</span>}
      onClose={onClose}
      dismissible={!isPending}
      footer={
        <>
          {isReplaced ? (
            <Button onClick={() => onReplan(typedSoFar())}>Make a new plan</Button>
          ) : (
            <Button
              onClick={() => onBack(typedSoFar())}
              disabledReason={isPending ? "The job is being canceled." : null}
            >
              Back to the plan
            </Button>
          )}
          <Button
            variant="danger"
            pending={isPending}
            disabledReason={whyNotYet({ isStaleBuild, isReplaced, isConfirmed: typedId.trim() === jobId })}
            onClick={submit}
          >
            Cancel the job
          </Button>
        </>
      }
    >
      {/* Enter in a field submits nothing: only the button that names the action does. */}
      <form className="flex flex-col gap-4" noValidate onSubmit={(event) => event.preventDefault()}>
        {isStaleBuild && <StaleBuildNotice onReload={() => onReload(typedSoFar())} />}
        {failure && (
          <Notice tone="danger" announce>
            {cancelJobFailureMessage(failure)}
          </Notice>
        )}
        {failure?.kind === "job-replaced" && (
          <JobComparison saw={failure.seenCreatedAt} now={failure.current.createdAt} />
        )}
        <JobOrExecutions plan={plan} jobId={jobId} />
        <fieldset disabled={isPending} className="flex min-w-0 flex-col gap-4">
          <legend className="sr-only">What is sent</legend>
          <CancelJobFields form={form} />
          <TextField
            label="Type the job's id to confirm"
            value={typedId}
            onChange={({ currentTarget }) => setTypedId(currentTarget.value)}
            mono
            autoComplete="off"
            spellCheck={false}
          />
        </fieldset>
      </form>
    </Dialog>
  );
}

function whyNotYet(now: { isStaleBuild: boolean; isReplaced: boolean; isConfirmed: boolean }): string | null {
  if (now.isStaleBuild) return "Reload the page first.";
  if (now.isReplaced) return "This plan is for the job that was deleted. Make a new plan first.";
  return now.isConfirmed ? null : "Type the job's id first.";
}

function CancelJobFields({ form }: { form: UseFormReturn<CancelJobInput, unknown, CancelJobCommand> }) {
  const { fleet, actor } = useConsole();
  const { errors } = form.formState;
  const forceRefusal = whyNotForce(actor, fleet.id);
  return (
    <>
      <TextField
        label={OPTIONAL_REASON_CODE}
        hint="Stays on the job in AWS IoT. Capital letters, digits and “_”."
        placeholder="USER_INITIATED"
        mono
        autoComplete="off"
        spellCheck={false}
        {...form.register("reasonCode")}
        error={errors.reasonCode?.message}
      />
      <TextField
        label={OPTIONAL_COMMENT}
        hint="Stays on the job in AWS IoT, and in the audit log."
        autoComplete="off"
        {...form.register("comment")}
        error={errors.comment?.message}
      />
      {forceRefusal === null ? (
        <Checkbox
          {...form.register("force")}
          label="Force cancel what is in progress too"
          hint="Each device that has it in progress is cut off: it can no longer report progress, and must recover to a valid state by itself."
        />
      ) : (
        <Notice tone="info">{forceRefusal}</Notice>
      )}
    </>
  );
}

/** The difference between the job that was seen and the one that has its id now. */
function JobComparison({ saw, now }: { saw: Date | null; now: Date | null }) {
  return (
    <KeyValueStrip
      items={[
        { label: "You saw the job created", value: exactTime(saw).local },
        { label: "The one there now was created", value: exactTime(now).local },
      ]}
    />
  );
}

const NOTHING_TYPED: JobDraft = { reasonCode: "", comment: "" };

const optional = (words: string) => (
  <>
    {words} <span className="font-normal text-muted">optional</span>
  </>
);
const OPTIONAL_REASON_CODE = optional("Reason code");
const OPTIONAL_COMMENT = optional("Comment");
