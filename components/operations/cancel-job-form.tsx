"use client";
// react-hook-form changes its errors in place, which the compiler takes for no change at all.
"use no memo";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { jobHref } from "@/components/shell/fleet-href";
import { OldPageNotice } from "@/components/shell/old-page-notice";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { KeyValueStrip } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { type CancelJobCommand, type CancelJobInput, cancelJobSchema } from "@/lib/core/contracts/cancel-job";
import type { CancelJobFailure } from "@/lib/core/domain/cancel-job";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { cancelJobFailureMessage } from "@/lib/core/format/cancel-job-failure-message";
import { canceledSentence } from "@/lib/core/format/canceled-words";
import { exactTime } from "@/lib/core/format/exact-time";
import { JobOrExecutions } from "./job-or-executions";
import { useCancelJob } from "./use-cancel-job";
import { whyNotForce } from "./why-not-request";

/** What was typed. Consent is not kept: it is given to what is on the screen. */
export type JobDraft = Pick<CancelJobCommand, "reasonCode" | "comment">;

/** Cancels the job in place of its queued executions, once it was seen what differs. */
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
  /** The job that was planned is gone: what stands there now needs a plan of its own. */
  onReplan: (typed: JobDraft) => void;
  onReload: (typed: JobDraft) => void;
  onCanceled: () => void;
  onClose: () => void;
}) {
  const { fleet, actor } = useConsole();
  const { cancel, isPending, isOldPage } = useCancelJob();
  const [failure, setFailure] = useState<CancelJobFailure | null>(null);
  const [typed, setTyped] = useState("");
  const form = useForm<CancelJobInput, unknown, CancelJobCommand>({
    resolver: zodResolver(cancelJobSchema),
    mode: "onTouched",
    defaultValues: { fleetId: fleet.id, jobId, seenCreatedAt: createdAt, force: false, ...draft },
  });
  const { errors } = form.formState;
  const typedSoFar = () => {
    const { reasonCode, comment } = form.getValues();
    return { reasonCode, comment };
  };
  const forceRefusal = whyNotForce(actor, fleet.id);
  const isReplaced = failure?.kind === "job-replaced";

  const submit = form.handleSubmit(async (command) => {
    const result = await cancel(command);
    if (result === null) return;
    if (!result.ok) {
      form.setValue("force", false); // consent was given to what was seen
      setFailure(result.failure);
      return;
    }
    const { confirmed, silent } = result.value;
    toast({
      tone: confirmed ? "success" : "info",
      title: `${canceledSentence(result.value, `the job ${jobId}`, silent)}${confirmed ? " Its executions follow." : ""}`,
      href: jobHref(fleet.id, jobId),
      linkText: "See the job",
    });
    onCanceled();
  });

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
            disabledReason={
              isOldPage
                ? "Reload the page first."
                : isReplaced
                  ? "This plan is for the job that was deleted. Make a new plan first."
                  : typed.trim() !== jobId
                    ? "Type the job's id first."
                    : null
            }
            onClick={() => {
              setFailure(null);
              void submit();
            }}
          >
            Cancel the job
          </Button>
        </>
      }
    >
      {/* Enter in a field submits nothing: only the button that names the deed does it. */}
      <form className="flex flex-col gap-4" noValidate onSubmit={(event) => event.preventDefault()}>
        {isOldPage && <OldPageNotice onReload={() => onReload(typedSoFar())} />}
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
          <TextField
            label="Type the job's id to confirm"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            mono
            autoComplete="off"
            spellCheck={false}
          />
        </fieldset>
      </form>
    </Dialog>
  );
}

/** What tells the job that was seen from the one that has its id now. */
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
