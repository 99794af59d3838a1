import { ITEM_OUTCOMES, type ItemOutcome, type OperationCounts, RETRYABLE_OUTCOMES } from "./operation";

/** Outcomes that a list shows together. */
const ITEM_GROUPS = ["skipped", "needs-a-look", "waiting"] as const;

/** What a list of items shows: everything, some outcomes together, or one of them. */
export const ITEM_VIEWS = ["all", ...ITEM_GROUPS, ...ITEM_OUTCOMES] as const;
export type ItemView = (typeof ITEM_VIEWS)[number];

/** An item's outcome, or its state while it has none. */
export type ItemStatus = keyof OperationCounts;

/** Nothing was left to cancel: neither a success nor a failure. */
const SKIPPED = ["already-finished", "not-found"] as const satisfies readonly ItemOutcome[];

/** The execution may still be open, although it was to be canceled. */
const NEEDS_A_LOOK = [
  "started-meanwhile",
  "changed-meanwhile",
  "denied",
  "gave-up",
  "unknown",
] as const satisfies readonly ItemOutcome[];

/** The statuses of the items that a view shows. */
export function statusesOf(view: ItemView): readonly ItemStatus[] {
  switch (view) {
    case "all":
      return [...ITEM_OUTCOMES, "waiting", "in-hand"];
    case "skipped":
      return SKIPPED;
    case "needs-a-look":
      return NEEDS_A_LOOK;
    case "waiting":
      return ["waiting", "in-hand"];
    default:
      return [view];
  }
}

/** How many items a view shows. */
export function countIn(view: ItemView, counts: OperationCounts): number {
  return statusesOf(view).reduce((sum, status) => sum + counts[status], 0);
}

/** Items that have an outcome: the operation does not come back to them. */
export function countEnded(counts: OperationCounts): number {
  return ITEM_OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
}

/** Items that the operation worked on to their end. A stopped one ended without being worked on. */
export function countDone(counts: OperationCounts): number {
  return countEnded(counts) - counts.stopped;
}

/** The outcomes that a retry would repeat, each through a plan of its own. */
export function retryableIn(counts: OperationCounts) {
  return RETRYABLE_OUTCOMES.filter((outcome) => counts[outcome] > 0);
}
