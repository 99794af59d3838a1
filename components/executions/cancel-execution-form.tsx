"use client";
// react-hook-form changes its errors in place, which the compiler takes for no change at all.
"use no memo";

import { zodResolver } from "@hookform/resolvers/zod";
import { Terminal } from "lucide-react";
import { useState } from "react";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import * as z from "zod/mini";
import { useConsole } from "@/components/shell/console-context";
import { reloadWithDraft } from "@/components/shell/kept-draft";
import { OldPageNotice } from "@/components/shell/old-page-notice";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Permission } from "@/lib/core/permissions/permissions";
import {
  type CancelExecutionCommand,
  type CancelExecutionInput,
  cancelExecutionSchema,
  toCancelRequest,
} from "@/lib/core/contracts/cancel-execution";
import type { CancelFailure } from "@/lib/core/domain/cancel-failure";
import { isOutcome, type OutcomeFailure } from "@/lib/core/domain/cancel-outcome";
import { toCancelCall } from "@/lib/core/domain/decide-cancellation";
import type { Execution } from "@/lib/core/domain/execution";
import { toObserved } from "@/lib/core/domain/observed-execution";
import { cancelCommand } from "@/lib/core/format/cancel-command";
import { cancelFailureMessage } from "@/lib/core/format/cancel-failure-message";
import { versionPhrase } from "@/lib/core/format/version-words";
import { CancelOutcomeView } from "./cancel-outcome-view";
import { ExecutionFacts } from "./execution-facts";
import { ExecutionNames } from "./execution-names";
import { ForceConsent } from "./force-consent";
import { PartialIdentityNotice } from "./partial-identity-notice";
import { ReasonField } from "./reason-field";
import { StatusDetailsFields } from "./status-details-fields";
import { announceCanceled, announceNotCanceled } from "./announce-canceled";
import { ThrottledNotice } from "./throttled-notice";
import { useCancelExecution } from "./use-cancel-execution";

/** What is kept of it over a reload. Consent to force is not: it has to be given afresh. */
export type CancelDraft = Pick<CancelExecutionInput, "reason" | "statusDetails" | "keepDeviceDetails">;

/**
 * The form of a cancellation, on the execution as it was `first` read. When it turns out to
 * have changed, the dialog becomes the view of what changed, and what was typed stays here.
 */
export function CancelExecutionForm({
  first,
  draft,
  onClose,
}: {
  first: Execution;
  draft?: CancelDraft;
  onClose: () => void;
}) {
  const { fleet, actor } = useConsole();
  const [seen, setSeen] = useState(first);
  const [failure, setFailure] = useState<CancelFailure | null>(null);
  const { cancel, isPending, isOldPage, waiting, stopWaiting, hasLeft } = useCancelExecution();
  const form = useForm<CancelExecutionInput, unknown, CancelExecutionCommand>({
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
  const force = useWatch({ control: form.control, name: "force" });
  const expectedVersion = useWatch({ control: form.control, name: "expectedVersion" });

  const submit = form.handleSubmit(async (command) => {
    const result = await cancel(command);
    if (result === null) return;
    if (result.ok) {
      announceCanceled(fleet.id, result.value);
      if (!hasLeft()) onClose();
      return;
    }
    if (hasLeft()) {
      announceNotCanceled(fleet.id, command, result.failure);
      return;
    }
    // Consent was given to what was seen; whatever comes next has to be consented to afresh.
    form.setValue("force", false);
    if (result.failure.kind !== "too-many-details") {
      setFailure(result.failure);
      return;
    }
    goOnFrom(result.failure.current);
    form.setError("keepDeviceDetails", { message: cancelFailureMessage(result.failure) });
  });

  /** Goes on from what AWS has now: the version guard, where it was ticked, moves along with what is shown. */
  const goOnFrom = (current: Execution) => {
    setSeen(current);
    setFailure(null);
    form.setValue("observed", toObserved(current));
    if (expectedVersion !== null) form.setValue("expectedVersion", current.versionNumber);
  };

  if (isOutcome(failure) && !isOldPage)
    return (
      <FormProvider {...form}>
        <CancelOutcomeView
          seen={seen}
          failure={failure}
          isPending={isPending}
          waiting={waiting && <ThrottledNotice waiting={waiting} onStop={stopWaiting} />}
          onRead={(next: OutcomeFailure) => {
            form.setValue("force", false);
            setFailure(next);
          }}
          onRetry={(current) => {
            // The button names a version and force was ticked for it, so it is that version or none.
            form.setValue("expectedVersion", current.versionNumber);
            form.setValue("observed", toObserved(current));
            setSeen(current);
            void submit();
          }}
          onEdit={goOnFrom}
          onClose={onClose}
        />
      </FormProvider>
    );

  const reload = () => {
    const { reason, statusDetails, keepDeviceDetails } = form.getValues();
    const { thingName, jobId } = seen;
    const kept: CancelDraft = { reason, statusDetails, keepDeviceDetails };
    reloadWithDraft("cancel-execution", { target: { thingName, jobId }, draft: kept });
  };
  const needsForce = seen.status === "IN_PROGRESS";
  const refusal = refusalOf(actor, fleet.id, seen, needsForce);
  return (
    <FormProvider {...form}>
      <Dialog
        title="Cancel job execution"
        description={<ExecutionNames of={seen} />}
        onClose={onClose}
        dismissible={!isPending}
        footer={
          <>
            <CopyAsCommand seen={seen} />
            <Button onClick={onClose} disabledReason={isPending ? "The cancellation is under way." : null}>
              Keep it
            </Button>
            <Button
              variant="danger"
              onClick={() => {
                setFailure(null);
                void submit();
              }}
              pending={isPending}
              disabledReason={
                isOldPage
                  ? "Reload the page first."
                  : (refusal ?? (needsForce && !force ? "Tick “Force cancel” first." : null))
              }
            >
              {needsForce ? "Force cancel" : "Cancel execution"}
            </Button>
          </>
        }
      >
        {/* Enter in a field submits nothing: only the button that names the deed does it. */}
        <form className="flex flex-col gap-4" noValidate onSubmit={(event) => event.preventDefault()}>
          {isOldPage && <OldPageNotice onReload={reload} />}
          {failure && (
            <Notice tone="danger" announce>
              {cancelFailureMessage(failure)}
            </Notice>
          )}
          {waiting && <ThrottledNotice waiting={waiting} onStop={stopWaiting} />}
          <ExecutionFacts execution={seen} />
          <PartialIdentityNotice execution={seen} />
          <fieldset disabled={isPending} className="flex min-w-0 flex-col gap-4">
            <legend className="sr-only">What is sent</legend>
            {refusal && <Notice tone="info">{refusal}</Notice>}
            {needsForce && <ForceConsent execution={seen} canForce={refusal === null} />}
            <StatusDetailsFields deviceDetails={seen.statusDetails} />
            <VersionGuard
              versionNumber={seen.versionNumber}
              checked={expectedVersion !== null}
              onChange={(checked) => form.setValue("expectedVersion", checked ? seen.versionNumber : null)}
            />
            <ReasonField />
          </fieldset>
        </form>
      </Dialog>
    </FormProvider>
  );
}

/** Holds the cancellation to the version that was seen, where AWS tells one. */
function VersionGuard({
  versionNumber,
  checked,
  onChange,
}: {
  versionNumber: number | null;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const isKnown = versionNumber !== null;
  return (
    <Checkbox
      label={`Only if it is still at ${isKnown ? versionPhrase(versionNumber) : "the same version"}`}
      hint={
        isKnown
          ? "If the device updates the execution first, nothing is canceled and you see what changed."
          : "AWS IoT did not say which version it is at, so this cannot be checked."
      }
      checked={checked}
      disabled={!isKnown}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

/** Why this person may not, in the words the server would use. */
function refusalOf(
  actor: Actor,
  fleetId: string,
  { thingName }: Execution,
  needsForce: boolean,
): string | null {
  const permissions: Permission[] = [
    "cancel-execution",
    ...(needsForce ? (["force-cancel-execution"] as const) : []),
  ];
  for (const permission of permissions) {
    const may = authorize(actor, permission, { fleetId, thingName });
    if (!may.ok) return cancelFailureMessage(may.failure);
  }
  return null;
}

/** The same cancellation for a terminal, exactly as the form would send it. */
function CopyAsCommand({ seen }: { seen: Execution }) {
  const { fleet } = useConsole();
  const values = useWatch<CancelExecutionCommand>();
  const command = z.safeParse(cancelExecutionSchema, values);
  const call = command.success ? toCancelCall(seen, toCancelRequest(command.data)) : null;
  return (
    <CopyButton
      variant="ghost"
      className="mr-auto -ml-3"
      icon={<Terminal aria-hidden />}
      text={call ? cancelCommand(fleet, seen, call) : ""}
      disabledReason={call ? null : "Fill in or correct the fields above first."}
    >
      Copy as AWS CLI
    </CopyButton>
  );
}
