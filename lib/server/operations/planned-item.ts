import type { Execution } from "@/lib/core/domain/execution";
import { isSameTime, type ObservedExecution } from "@/lib/core/domain/observed-execution";
import type { StatusDetails } from "@/lib/core/domain/status-details";
import type { ItemInFlight } from "./item-store";
import type { UnfinishedOperation } from "./runner-store";

/** An item as its plan saw it. */
export interface PlannedItem {
  observed: ObservedExecution;
  lastUpdatedAt: Date | null;
  /** When the plan started to read its list. */
  plannedAt: Date;
  /** Null: the plan read it from a list, which has no details. */
  statusDetails: StatusDetails | null;
}

export function toPlannedItem(
  { target, plannedAt }: Pick<UnfinishedOperation, "target" | "plannedAt">,
  { planned: { lastUpdatedAt, statusDetails, ...observed } }: ItemInFlight,
): PlannedItem {
  const origin =
    target === null || target.account === null ? null : { region: target.region, account: target.account };
  return { observed: { ...observed, origin }, lastUpdatedAt, plannedAt, statusDetails };
}

/**
 * A device that reports twice within a second may leave the same time of its last update, if AWS sends whole seconds. So
 * that time distinguishes two reports only if the plan was read well after it. A minute is far more than a second, and
 * allows for clocks that differ.
 */
const COMPARABLE_AFTER_MS = 60_000;

/**
 * Compares what a device had reported when the plan was made with what it has reported now: version, last update and
 * status details, as far as the plan knows them. A device that came back to life must not be interrupted because it
 * looked stuck then.
 *
 * @returns `not-comparable` if the version is unknown and the time of the last update does not decide either
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
