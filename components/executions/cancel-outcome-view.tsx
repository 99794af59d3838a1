"use client";

import { GitCompareArrows, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useConsole } from "@/components/shell/console-context";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { authorize } from "@/lib/core/permissions/authorize";
import type { CancelExecutionCommand } from "@/lib/core/contracts/cancel-execution";
import { type OutcomeFailure, outcomeReadAgain } from "@/lib/core/domain/cancel-outcome";
import { isCancelable } from "@/lib/core/domain/decide-cancellation";
import type { Execution } from "@/lib/core/domain/execution";
import { cancelFailureMessage } from "@/lib/core/format/cancel-failure-message";
import { forbiddenMessage } from "@/lib/core/format/forbidden-message";
import { readFailureMessage } from "@/lib/core/format/read-failure-message";
import { versionPhrase } from "@/lib/core/format/version-words";
import { outcomeTitle, outcomeTone } from "./cancel-outcome-words";
import { ExecutionComparison } from "./execution-comparison";
import { ExecutionNames } from "./execution-names";
import { PartialIdentityNotice } from "./partial-identity-notice";
import { useReadAgain } from "./use-read-again";

const currentOf = (failure: OutcomeFailure): Execution | null =>
  "current" in failure ? failure.current : null;

/**
 * The outcome of a cancellation that did not simply work: what the person saw beside what is there now, and what can be
 * done. A retry needs new consent to force where the execution is in progress now.
 */
export function CancelOutcomeView({
  seen,
  failure,
  isPending,
  waiting,
  onRead,
  onRetry,
  onEdit,
  onClose,
}: {
  seen: Execution;
  failure: OutcomeFailure;
  isPending: boolean;
  waiting: ReactNode;
  /** The execution was read again; the failure carries the newer facts. */
  onRead: (failure: OutcomeFailure) => void;
  onRetry: (current: Execution) => void;
  /** Back to the form, with what is there now. */
  onEdit: (current: Execution) => void;
  onClose: () => void;
}) {
  const { actor, fleet } = useConsole();
  const { control, getValues } = useFormContext<CancelExecutionCommand>();
  const force = useWatch({ control, name: "force" });
  const read = useReadAgain(seen, {
    onRead: (current) =>
      onRead(outcomeReadAgain(failure, { seen, expectedVersion: getValues("expectedVersion"), current })),
    onGone: onRead,
  });
  const current = currentOf(failure);
  const retryable = current !== null && isCancelable(current.status);
  const needsForce = current?.status === "IN_PROGRESS";
  const canForce = authorize(actor, "force-cancel-execution", {
    fleetId: fleet.id,
    thingName: seen.thingName,
  });
  const whyNoForce = canForce.ok ? null : forbiddenMessage(canForce.failure);

  return (
    <Dialog
      title={outcomeTitle(failure)}
      description={<ExecutionNames of={seen} />}
      onClose={onClose}
      dismissible={!isPending}
      keepsTyped={retryable}
      footer={
        <>
          {failure.kind !== "not-found" && (
            <Button
              variant="ghost"
              className="mr-auto -ml-3"
              onClick={() => void read.again()}
              pending={read.isReading}
              disabledReason={isPending ? UNDER_WAY : null}
            >
              <RefreshCw aria-hidden />
              {failure.kind === "unknown" ? "Read it again" : "Refresh again"}
            </Button>
          )}
          <Button onClick={onClose} disabledReason={isPending ? UNDER_WAY : null}>
            {retryable ? (needsForce ? "Leave it running" : "Keep it") : "Close"}
          </Button>
          {retryable && (
            <Button
              variant="danger"
              pending={isPending}
              onClick={() => onRetry(current)}
              disabledReason={whyNotYet({ isReading: read.isReading, needsForce, whyNoForce, force })}
            >
              Retry on {versionPhrase(current.versionNumber)}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3.5">
        <Notice tone={outcomeTone(failure)} icon={<GitCompareArrows aria-hidden />} announce>
          {cancelFailureMessage(failure)}
        </Notice>
        {waiting}
        {read.failure && (
          <Notice tone="danger" announce>
            {readFailureMessage(read.failure)}
          </Notice>
        )}
        {current && <ExecutionComparison saw={seen} now={current} />}
        {retryable && <PartialIdentityNotice execution={current} />}
        {needsForce && <NeedsForceNow current={current} refusal={whyNoForce} isPending={isPending} />}
        {retryable && <KeptDetails onEdit={() => onEdit(current)} />}
      </div>
    </Dialog>
  );
}

const UNDER_WAY = "The cancellation is under way.";

/** Asks again for consent to force: the execution started after the person decided. */
function NeedsForceNow({
  current,
  refusal,
  isPending,
}: {
  current: Execution;
  /** Why this person may not force; null where they may. */
  refusal: string | null;
  isPending: boolean;
}) {
  const { register } = useFormContext<CancelExecutionCommand>();
  return (
    <Notice
      tone="warning"
      controls={
        refusal === null ? (
          <Checkbox
            {...register("force")}
            disabled={isPending}
            label={`Force cancel ${versionPhrase(current.versionNumber)}`}
          />
        ) : null
      }
    >
      It is <strong className="font-semibold">in progress</strong> now, so canceling it needs force and will
      cut the device off from reporting.
      {refusal !== null && ` ${refusal}`}
    </Notice>
  );
}

function whyNotYet(now: {
  isReading: boolean;
  needsForce: boolean;
  whyNoForce: string | null;
  force: boolean;
}) {
  if (now.isReading) return "It is being read again.";
  if (!now.needsForce) return null;
  if (now.whyNoForce !== null) return now.whyNoForce;
  return now.force ? null : "Tick “Force cancel” first.";
}

function KeptDetails({ onEdit }: { onEdit: () => void }) {
  const pairs = useWatch<CancelExecutionCommand, "statusDetails">({ name: "statusDetails" });
  return (
    <p className="text-xs text-muted">
      {pairs.length > 0 && (
        <>
          Your status details are kept:{" "}
          <span className="font-mono text-body">{pairs.map(({ key }) => key).join(", ")}</span>.{" "}
        </>
      )}
      <button type="button" onClick={onEdit} className="rounded-xs text-accent underline underline-offset-2">
        Back to the form
      </button>
    </p>
  );
}
