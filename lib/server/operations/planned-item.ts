import type { AwsTarget, Execution } from "@/lib/core/domain/execution";
import { isSameTime, type ObservedExecution } from "@/lib/core/domain/observed-execution";
import type { StatusDetails } from "@/lib/core/domain/status-details";
import type { ItemInFlight, RunningOperation } from "./runner-store";

/** An item as its plan saw it. */
export interface PlannedItem {
  observed: ObservedExecution;
  lastUpdatedAt: Date | null;
  /** When the plan began to read its list. */
  plannedAt: Date;
  /** Null: the plan read it from a list, which has no details. */
  statusDetails: StatusDetails | null;
}

export function toPlannedItem(
  { target, planned_at: plannedAt }: RunningOperation,
  item: ItemInFlight,
): PlannedItem {
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
    plannedAt,
    statusDetails: item.status_details === null ? null : (JSON.parse(item.status_details) as StatusDetails),
  };
}

const NO_TARGET: AwsTarget = { region: "", account: null, endpoint: null };

/**
 * A device that reports twice within a second may leave the same time of its last update, if AWS sends whole seconds.
 * So that time tells two reports apart only if the plan was read well after it. A minute is far more than a second, and
 * allows for clocks that differ.
 */
const COMPARABLE_AFTER_MS = 60_000;

/**
 * Compares what a device had reported when the plan was made with what it has reported now: by version, last update and
 * status details, as far as the plan knows them. One that came back to life must not be interrupted because of how it
 * looked then.
 *
 * @returns `not-comparable` where the version is not known and the last update does not tell either
 */
export function compareProgress(
  { observed, lastUpdatedAt, plannedAt, statusDetails }: PlannedItem,
  current: Execution,
): "same" | "reported" | "not-comparable" {
  const hasVersions = observed.versionNumber !== null && current.versionNumber !== null;
  const isSameUpdate = isSameTime(lastUpdatedAt, current.lastUpdatedAt);
  const hasReported =
    (hasVersions && observed.versionNumber !== current.versionNumber) ||
    isSameUpdate === false ||
    (statusDetails !== null && !isSameDetails(statusDetails, current.statusDetails));
  if (hasReported) return "reported";
  const isComparable =
    lastUpdatedAt !== null && plannedAt.getTime() - lastUpdatedAt.getTime() >= COMPARABLE_AFTER_MS;
  return hasVersions || (isSameUpdate && isComparable) ? "same" : "not-comparable";
}

function isSameDetails(a: StatusDetails, b: StatusDetails): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
