"use client";

import { FormProvider, useWatch } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { StaleBuildNotice } from "@/components/shell/stale-build-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Permission } from "@/lib/core/permissions/permissions";
import { isOutcome } from "@/lib/core/domain/cancel-outcome";
import type { Execution } from "@/lib/core/domain/execution";
import { cancelFailureMessage } from "@/lib/core/format/cancel-failure-message";
import { CancelOutcomeView } from "./cancel-outcome-view";
import { CopyCancelCommand } from "./copy-cancel-command";
import { ExecutionFacts } from "./execution-facts";
import { ExecutionNames } from "./execution-names";
import { ForceConsent } from "./force-consent";
import { PartialIdentityNotice } from "./partial-identity-notice";
import { ReasonField } from "./reason-field";
import { StatusDetailsFields } from "./status-details-fields";
import { ThrottledNotice } from "./throttled-notice";
import { type CancelDraft, type CancelForm, useCancelForm } from "./use-cancel-form";
import { VersionGuard } from "./version-guard";

/**
 * The form that cancels an execution. `first` is the execution as it was when the form opened. If the execution has
 * changed since, the dialog shows what changed, and the form keeps what was typed.
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
  const form = useCancelForm(first, draft, onClose);
  const { failure, seen, isPending, waiting } = form;
  return (
    <FormProvider {...form.fields}>
      {isOutcome(failure) && !form.isStaleBuild ? (
        <CancelOutcomeView
          seen={seen}
          failure={failure}
          isPending={isPending}
          waiting={waiting && <ThrottledNotice waiting={waiting} onStop={form.stopWaiting} />}
          onRead={form.showFailure}
          onRetry={form.retryOn}
          onEdit={form.continueFrom}
          onClose={onClose}
        />
      ) : (
        <FormDialog form={form} onClose={onClose} />
      )}
    </FormProvider>
  );
}

function FormDialog({ form, onClose }: { form: CancelForm; onClose: () => void }) {
  const { fleet, actor } = useConsole();
  const { seen, isPending, isStaleBuild } = form;
  const force = useWatch({ control: form.fields.control, name: "force" });
  const needsForce = seen.status === "IN_PROGRESS";
  const refusal = refusalOf(actor, fleet.id, seen, needsForce);
  const notYet = needsForce && !force ? "Tick “Force cancel” first." : null;
  return (
    <Dialog
      title="Cancel job execution"
      description={<ExecutionNames of={seen} />}
      onClose={onClose}
      dismissible={!isPending}
      footer={
        <>
          <CopyCancelCommand seen={seen} />
          <Button onClick={onClose} disabledReason={isPending ? "The cancellation is under way." : null}>
            Keep it
          </Button>
          <Button
            variant="danger"
            onClick={form.submit}
            pending={isPending}
            disabledReason={isStaleBuild ? "Reload the page first." : (refusal ?? notYet)}
          >
            {needsForce ? "Force cancel" : "Cancel execution"}
          </Button>
        </>
      }
    >
      <FormBody form={form} refusal={refusal} needsForce={needsForce} />
    </Dialog>
  );
}

function FormBody({
  form,
  refusal,
  needsForce,
}: {
  form: CancelForm;
  /** Why this person is not allowed to cancel the execution. Null if they are. */
  refusal: string | null;
  needsForce: boolean;
}) {
  const { fields, seen, failure, expectedVersion, waiting } = form;
  return (
    // Enter in a field submits nothing: only the button that names the action does.
    <form className="flex flex-col gap-4" noValidate onSubmit={(event) => event.preventDefault()}>
      {form.isStaleBuild && <StaleBuildNotice onReload={form.reload} />}
      {failure && (
        <Notice tone="danger" announce>
          {cancelFailureMessage(failure)}
        </Notice>
      )}
      {waiting && <ThrottledNotice waiting={waiting} onStop={form.stopWaiting} />}
      <ExecutionFacts execution={seen} />
      <PartialIdentityNotice execution={seen} />
      <fieldset disabled={form.isPending} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">What is sent</legend>
        {refusal && <Notice tone="info">{refusal}</Notice>}
        {needsForce && <ForceConsent execution={seen} canForce={refusal === null} />}
        <StatusDetailsFields deviceDetails={seen.statusDetails} />
        <VersionGuard
          versionNumber={seen.versionNumber}
          checked={expectedVersion !== null}
          onChange={(checked) => fields.setValue("expectedVersion", checked ? seen.versionNumber : null)}
        />
        <ReasonField />
      </fieldset>
    </form>
  );
}

/** Why this person is not allowed to cancel the execution, in the words the server would use. Null if they are. */
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
    const authorized = authorize(actor, permission, { fleetId, thingName });
    if (!authorized.ok) return cancelFailureMessage(authorized.failure);
  }
  return null;
}
