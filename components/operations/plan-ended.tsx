"use client";

import { useConsole } from "@/components/shell/console-context";
import { operationHref } from "@/components/shell/fleet-href";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { executionsWords } from "@/lib/core/format/count";
import { readFailureMessage } from "@/lib/core/format/read-failure-message";

/** The plan failed, was stopped, or was used: says which. */
export function PlanEnded({ plan }: { plan: CancelPlan }) {
  const { fleet } = useConsole();
  if (plan.operationId !== null)
    return (
      <Notice
        tone="success"
        announce
        title="An operation was started from this plan."
        controls={<ButtonLink href={operationHref(fleet.id, plan.operationId)}>See the operation</ButtonLink>}
      />
    );
  if (plan.state === "stopped")
    return (
      <Notice tone="info" announce title="Stopped.">
        {executionsWords(plan.read)} had been read. Nothing was canceled.
      </Notice>
    );
  return (
    <Notice tone="danger" announce title="The plan could not be finished.">
      {plan.failure && readFailureMessage(plan.failure)} Nothing was canceled.
    </Notice>
  );
}
