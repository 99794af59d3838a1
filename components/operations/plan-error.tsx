"use client";

import { ReadError } from "@/components/shell/read-error";
import { ErrorState } from "@/components/ui/error-state";
import { operationFailureMessage } from "@/lib/format/operation-failure-message";
import { PlanNotTaken } from "./use-plan";

/** The plan could not be taken, or not be read: why, and the way to try again. */
export function PlanError({
  error,
  onRetry,
  retrying,
}: {
  error: Error;
  onRetry: () => void;
  retrying: boolean;
}) {
  if (error instanceof PlanNotTaken)
    return (
      <ErrorState title="The plan could not be taken" onRetry={onRetry} retrying={retrying}>
        {operationFailureMessage(error.failure)}
      </ErrorState>
    );
  return <ReadError title="The plan could not be read" error={error} onRetry={onRetry} retrying={retrying} />;
}
