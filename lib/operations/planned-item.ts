import type { AwsTarget, Execution } from "@/lib/domain/execution";
import { isSameTime, type ObservedExecution } from "@/lib/domain/observed-execution";
import type { StatusDetails } from "@/lib/domain/status-details";
import type { ItemInHand, RunningOperation } from "./runner-store";

/** An item as its plan saw it. */
export interface PlannedItem {
  observed: ObservedExecution;
  lastUpdatedAt: Date | null;
  /** Null: the plan read it from a list, which has no details. */
  statusDetails: StatusDetails | null;
}

export function toPlannedItem({ target }: RunningOperation, item: ItemInHand): PlannedItem {
  const { region, account } = target === null ? NO_TARGET : (JSON.parse(target) as AwsTarget);
  return {
    observed: {
      status: item.planned_status,
      executionNumber: item.execution_number,
      queuedAt: item.queued_at,
      startedAt: item.started_at,
      versionNumber: item.version_number,
      origin: account === null ? null : { region, account },
    },
    lastUpdatedAt: item.last_updated_at,
    statusDetails: item.status_details === null ? null : (JSON.parse(item.status_details) as StatusDetails),
  };
}

const NO_TARGET: AwsTarget = { region: "", account: null, endpoint: null };

/**
 * Whether a device has, or may have, reported since the plan. One that came back to life must not be interrupted because
 * of how it looked then: version, last update and status details must all be those of the plan, as far as the plan knows
 * them. Where neither version nor last update can be compared, nothing shows that it has not reported.
 */
export function hasProgressedSincePlan(
  { observed, lastUpdatedAt, statusDetails }: PlannedItem,
  current: Execution,
): boolean {
  const isSameVersion =
    observed.versionNumber === null || current.versionNumber === null
      ? null
      : observed.versionNumber === current.versionNumber;
  const isSameUpdate = isSameTime(lastUpdatedAt, current.lastUpdatedAt);
  return (
    isSameVersion === false ||
    isSameUpdate === false ||
    (isSameVersion === null && isSameUpdate === null) ||
    (statusDetails !== null && !isSameDetails(statusDetails, current.statusDetails))
  );
}

function isSameDetails(a: StatusDetails, b: StatusDetails): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
