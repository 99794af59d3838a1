"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { jobHref } from "@/components/shell/fleet-href";
import { toast } from "@/components/ui/toast";
import { type CancelJobCommand, type CancelJobInput, cancelJobSchema } from "@/lib/core/contracts/cancel-job";
import type { CancelJobFailure } from "@/lib/core/domain/cancel-job";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { canceledSentence } from "@/lib/core/format/canceled-words";
import { useCancelJob } from "./use-cancel-job";

/** What is saved of the form. Consent is not: a person gives it to what is on the screen. */
export type JobDraft = Pick<CancelJobCommand, "reasonCode" | "comment">;

/** The form of the cancellation of a whole job, and how sending it went. */
export function useCancelJobForm(
  { jobId, createdAt }: NonNullable<CancelPlan["wholeJob"]>,
  draft: JobDraft,
  onCanceled: () => void,
) {
  const { fleet } = useConsole();
  const { cancel, isPending, isStaleBuild } = useCancelJob();
  const [failure, setFailure] = useState<CancelJobFailure | null>(null);
  const form = useForm<CancelJobInput, unknown, CancelJobCommand>({
    resolver: zodResolver(cancelJobSchema),
    mode: "onTouched",
    defaultValues: { fleetId: fleet.id, jobId, seenCreatedAt: createdAt, force: false, ...draft },
  });

  const send = form.handleSubmit(async (command) => {
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

  return {
    form,
    failure,
    isPending,
    isStaleBuild,
    submit: () => {
      setFailure(null);
      void send();
    },
  };
}
