import type { CancelFailure } from "@/lib/domain/cancel-failure";
import type { CancelRequest } from "@/lib/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/domain/execution";
import type { PartOfOperation } from "@/lib/domain/operation";

/**
 * Whether an item can be canceled without being read: AWS cancels a queued execution without force, or says no. A read
 * beforehand would tell nothing that the answer does not, and at ten calls a second it would cost as much again.
 *
 * One that was deleted and made anew since the plan is canceled in place of the old one: CancelJobExecution takes no
 * execution number, and neither would a read a moment earlier rule that out.
 */
export const isItsOwnGuard = ({ planned }: PartOfOperation): boolean => planned.status === "QUEUED";

/** An item as its plan has it: a list tells neither version nor details. */
export function asPlanned(ref: ExecutionRef, { planned, plannedAt }: PartOfOperation): Execution {
  return {
    ...ref,
    ...planned,
    queuedAt: null,
    startedAt: null,
    lastUpdatedAt: null,
    versionNumber: null,
    statusDetails: {},
    forceCanceled: false,
    secondsBeforeTimedOut: null,
    readAt: plannedAt,
  };
}

/**
 * What is asked of one item: just the execution that the plan has read, at just the version that was read now. The
 * device's own details are kept where there was a read that knows them.
 */
export function toPartRequest(
  request: CancelRequest,
  part: PartOfOperation,
  before: Execution,
): CancelRequest {
  return {
    ...request,
    seenExecutionNumber: part.planned.executionNumber,
    expectedVersion: before.versionNumber,
    keepDeviceDetails: request.keepDeviceDetails && !isItsOwnGuard(part),
  };
}

/** An execution in progress that is queued again is not what was consented to: its version was never shown to anyone. */
export function changedSincePlanned({ planned }: PartOfOperation, current: Execution): CancelFailure | null {
  if (current.status === planned.status) return null;
  return {
    kind: "version-conflict",
    expectedVersion: null,
    versionNumber: current.versionNumber,
    current,
  };
}
