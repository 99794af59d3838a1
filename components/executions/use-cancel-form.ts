"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { reloadWithDraft } from "@/components/shell/saved-draft";
import {
  type CancelExecutionCommand,
  type CancelExecutionInput,
  cancelExecutionSchema,
} from "@/lib/core/contracts/cancel-execution";
import type { CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { OutcomeFailure } from "@/lib/core/domain/cancel-outcome";
import type { Execution } from "@/lib/core/domain/execution";
import { toObserved } from "@/lib/core/domain/observed-execution";
import { cancelFailureMessage } from "@/lib/core/format/cancel-failure-message";
import { announceCanceled, announceNotCanceled } from "./announce-canceled";
import type { CancelResult } from "./send-cancellation";
import { useCancelExecution } from "./use-cancel-execution";

/** What is saved of the form over a reload. Consent to force is not: a person gives it again. */
export type CancelDraft = Pick<CancelExecutionInput, "reason" | "statusDetails" | "keepDeviceDetails">;

export type CancelForm = ReturnType<typeof useCancelForm>;

/** The state of a cancellation: the execution that the person saw, what was typed, and how sending it went. */
export function useCancelForm(first: Execution, draft: CancelDraft | undefined, onClose: () => void) {
  const { fleet } = useConsole();
  const [seen, setSeen] = useState(first);
  const [failure, setFailure] = useState<CancelFailure | null>(null);
  const { cancel, hasLeft, ...sending } = useCancelExecution();
  const fields = useForm<CancelExecutionInput, unknown, CancelExecutionCommand>({
    resolver: zodResolver(cancelExecutionSchema),
    mode: "onTouched",
    defaultValues: {
      fleetId: fleet.id,
      thingName: first.thingName,
      jobId: first.jobId,
      force: false,
      expectedVersion: first.versionNumber,
      observed: toObserved(first),
      statusDetails: [],
      keepDeviceDetails: false,
      reason: "",
      ...draft,
    },
  });
  const expectedVersion = useWatch({ control: fields.control, name: "expectedVersion" });

  const showResult = (result: CancelResult, command: CancelExecutionCommand) => {
    if (result.ok) {
      announceCanceled(fleet.id, result.value);
      if (!hasLeft()) onClose();
      return;
    }
    if (hasLeft()) {
      announceNotCanceled(fleet.id, command, result.failure);
      return;
    }
    // Consent was given to what was seen: whatever comes next needs consent of its own.
    fields.setValue("force", false);
    if (result.failure.kind !== "too-many-details") {
      setFailure(result.failure);
      return;
    }
    continueFrom(result.failure.current);
    fields.setError("keepDeviceDetails", { message: cancelFailureMessage(result.failure) });
  };
  const submit = fields.handleSubmit(async (command) => {
    const result = await cancel(command);
    if (result !== null) showResult(result, command);
  });

  /** Continues with what AWS has now. The version guard, where it is ticked, moves to the version that is shown. */
  const continueFrom = (current: Execution) => {
    setSeen(current);
    setFailure(null);
    fields.setValue("observed", toObserved(current));
    if (expectedVersion !== null) fields.setValue("expectedVersion", current.versionNumber);
  };

  return {
    ...sending,
    fields,
    seen,
    failure,
    expectedVersion,
    continueFrom,
    submit: () => {
      setFailure(null);
      void submit();
    },
    /** The button names a version, and force was ticked for it: so it is sent for that version or not at all. */
    retryOn: (current: Execution) => {
      fields.setValue("expectedVersion", current.versionNumber);
      fields.setValue("observed", toObserved(current));
      setSeen(current);
      void submit();
    },
    showFailure: (next: OutcomeFailure) => {
      fields.setValue("force", false);
      setFailure(next);
    },
    reload: () => {
      const { reason, statusDetails, keepDeviceDetails } = fields.getValues();
      const { thingName, jobId } = seen;
      const typed: CancelDraft = { reason, statusDetails, keepDeviceDetails };
      reloadWithDraft("cancel-execution", { target: { thingName, jobId }, draft: typed });
    },
  };
}
