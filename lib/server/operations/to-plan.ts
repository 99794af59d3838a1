import type { Actor } from "@/lib/core/permissions/actor";
import type { CancelPlan, PlanCounts, PlanState } from "@/lib/core/domain/cancel-plan";
import type { RequestedSelector } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { Fleet } from "@/lib/server/config/fleet";
import type { StoredPlan } from "./plan-store";

const NO_COUNTS: PlanCounts = {
  queued: 0,
  inProgress: 0,
  finished: 0,
  gone: 0,
  replaced: 0,
  unknownStatus: 0,
  notAllowed: 0,
  inOtherOperations: 0,
};

/** A plan as its person sees it. */
export function toPlan(plan: StoredPlan, fleet: Fleet, actor: Actor): CancelPlan {
  const { lastUpdates, ...counts } = plan.counts ?? { ...NO_COUNTS, lastUpdates: null };
  return {
    id: plan.id,
    fleetId: plan.fleetId,
    question: plan.selector,
    state: stateOf(plan),
    failure: failureOf(plan),
    read: plan.read,
    ofAbout: plan.ofAbout,
    takenAt: plan.takenAt,
    expiresAt: plan.expiresAt,
    counts,
    lastUpdates,
    connectivity: plan.connectivity,
    quotaPerSecond: fleet.cancelsPerSecond,
    share: fleet.quotaShare,
    bulkLimit: fleet.bulkLimit,
    wholeJob: wholeJobOf(plan.selector, plan.jobCreatedAt, actor),
    operationId: plan.operationId,
  };
}

function stateOf({ state, isExpired, isOrphaned }: StoredPlan): PlanState {
  if (state === "ready" && isExpired) return "expired";
  return state === "resolving" && isOrphaned ? "failed" : state;
}

function failureOf({ state, isOrphaned, failure }: StoredPlan): ReadFailure | null {
  return state === "resolving" && isOrphaned ? { kind: "console", because: "gone" } : failure;
}

/** An actor who is limited to some things never means the whole job, whatever the selector says. */
function wholeJobOf(
  selector: RequestedSelector,
  createdAt: Date | null,
  { thingPattern }: Actor,
): CancelPlan["wholeJob"] {
  const isWhole = selector.kind === "job" && selector.name === null && selector.statuses.includes("QUEUED");
  // Without its time, this job cannot be distinguished from one that is created later under the same id.
  if (createdAt === null) return null;
  return isWhole && thingPattern === undefined ? { jobId: selector.jobId, createdAt } : null;
}
