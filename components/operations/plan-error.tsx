"use client";

import { useMutation } from "@tanstack/react-query";
import { ReadError } from "@/components/shell/read-error";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { stopPlanAction } from "@/lib/server/actions/stop-plan";
import type { PlanInFlight } from "@/lib/core/domain/operation";
import { operationFailureMessage } from "@/lib/core/format/operation-failure-message";
import { requestedSelectorTitle } from "@/lib/core/format/selector-words";
import { PlanNotMade } from "./use-plan";

/** The plan could not be made, or not be read: why, and a button to try again. */
export function PlanError({
  error,
  onRetry,
  retrying,
}: {
  error: Error;
  onRetry: () => void;
  retrying: boolean;
}) {
  if (error instanceof PlanNotMade)
    return (
      <ErrorState title="The plan could not be made" onRetry={onRetry} retrying={retrying}>
        {operationFailureMessage(error.failure)}
        {error.failure.kind === "too-many-plans" && (
          <PlansInFlight plans={error.failure.plans} onStopped={onRetry} />
        )}
      </ErrorState>
    );
  return <ReadError title="The plan could not be read" error={error} onRetry={onRetry} retrying={retrying} />;
}

/** One of them must end before another can start. A plan whose tab was closed can be stopped only here. */
function PlansInFlight({ plans, onStopped }: { plans: readonly PlanInFlight[]; onStopped: () => void }) {
  const stopping = useMutation({
    mutationFn: ({ fleetId, id }: PlanInFlight) => stopPlanAction({ fleetId, planId: id }),
    onSettled: onStopped,
  });
  return (
    <ul className="mt-2 flex flex-col gap-1.5 text-left">
      {plans.map((plan) => (
        <li key={plan.id} className="flex items-center justify-between gap-3 text-body">
          {requestedSelectorTitle(plan.question)}
          <Button size="sm" onClick={() => stopping.mutate(plan)} pending={stopping.isPending}>
            Stop it
          </Button>
        </li>
      ))}
    </ul>
  );
}
