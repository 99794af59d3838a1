import type { Actor } from "@/lib/core/permissions/actor";
import type { CancelPlan, PlanConnectivity, PlanCounts, PlanState } from "@/lib/core/domain/cancel-plan";
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
export function toPlan(row: StoredPlan, fleet: Fleet, actor: Actor): CancelPlan {
  const question = JSON.parse(row.question) as RequestedSelector;
  return {
    id: row.id,
    fleetId: row.fleet_id,
    question,
    state: stateOf(row),
    failure: failureOf(row),
    read: row.read,
    ofAbout: row.of_about,
    takenAt: row.taken_at,
    expiresAt: row.expires_at,
    ...countsOf(row.counts),
    connectivity: row.connectivity === null ? null : connectivityOf(row.connectivity),
    quotaPerSecond: fleet.cancelsPerSecond,
    share: fleet.quotaShare,
    bulkLimit: fleet.bulkLimit,
    wholeJob: wholeJobOf(question, row.job_created_at, actor),
    operationId: row.operation_id,
  };
}

/** A plan of an older version has no `lastUpdates`. */
function countsOf(json: string | null): Pick<CancelPlan, "counts" | "lastUpdates"> {
  if (json === null) return { counts: NO_COUNTS, lastUpdates: null };
  const { lastUpdates = null, ...counts } = JSON.parse(json) as PlanCounts & {
    lastUpdates?: { oldest: string; newest: string } | null;
  };
  return {
    counts,
    lastUpdates: lastUpdates && {
      oldest: new Date(lastUpdates.oldest),
      newest: new Date(lastUpdates.newest),
    },
  };
}

/** A plan of an older version has no `notConnected`. */
const connectivityOf = (json: string): PlanConnectivity => ({
  notConnected: 0,
  ...(JSON.parse(json) as Omit<PlanConnectivity, "notConnected">),
});

function stateOf(row: StoredPlan): PlanState {
  if (row.state === "ready" && row.isExpired) return "expired";
  return row.state === "resolving" && row.isOrphaned ? "failed" : row.state;
}

function failureOf(row: StoredPlan): ReadFailure | null {
  if (row.state === "resolving" && row.isOrphaned) return { kind: "console", because: "gone" };
  return row.failure === null ? null : (JSON.parse(row.failure) as ReadFailure);
}

/** Whoever is limited to some things does not mean all of the job, whatever the question says. */
function wholeJobOf(
  question: RequestedSelector,
  createdAt: Date | null,
  { thingPattern }: Actor,
): CancelPlan["wholeJob"] {
  const isWhole = question.kind === "job" && question.name === null && question.statuses.includes("QUEUED");
  // Without it nothing tells the job that is seen here from one that is created again under its id.
  if (createdAt === null) return null;
  return isWhole && thingPattern === undefined ? { jobId: question.jobId, createdAt } : null;
}
