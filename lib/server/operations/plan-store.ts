import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { CancelPlanRow } from "@/lib/server/db/operation-tables";
import type { Tables } from "@/lib/server/db/tables";
import {
  type CancelPlan,
  PLAN_LIFETIME_MS,
  type PlanConnectivity,
  type PlanCounts,
} from "@/lib/core/domain/cancel-plan";
import type { AwsTarget } from "@/lib/core/domain/execution";
import type { RequestedSelector, PlanInFlight } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import {
  planConnectivityColumn,
  planCountsColumn,
  planFailureColumn,
  planSelectorColumn,
  planTargetColumn,
  type StoredCounts,
} from "./json-columns";

type Store = Kysely<Tables>;

/** A plan that has not been touched for this long is orphaned: the process that resolved it is gone. */
const ORPHANED_AFTER = sql`interval '15 seconds'`;
const NOW = sql<Date>`clock_timestamp()`;

/** A plan as its row has it, with what the database's clock says about it. */
export interface StoredPlan {
  id: string;
  fleetId: string;
  selector: RequestedSelector;
  state: CancelPlanRow["state"];
  isExpired: boolean;
  isOrphaned: boolean;
  failure: ReadFailure | null;
  read: number;
  ofAbout: number | null;
  takenAt: Date;
  expiresAt: Date | null;
  /** Null until the plan is ready. */
  counts: StoredCounts | null;
  connectivity: PlanConnectivity | null;
  operationId: string | null;
  /** Where it was read. Null in plans of versions that did not record it. */
  target: AwsTarget | null;
  /** When the job that the selector names was created. */
  jobCreatedAt: Date | null;
}

/** Inserts a plan that is being resolved. AWS must be read only after this, since the plan's time is `taken_at`. */
export async function insertPlan(
  store: Store,
  plan: { id: string; fleetId: string; personId: string; selector: RequestedSelector; target: AwsTarget },
): Promise<void> {
  await store
    .insertInto("cancel_plan")
    .values({
      id: plan.id,
      fleet_id: plan.fleetId,
      person_id: plan.personId,
      question: planSelectorColumn.stringify(plan.selector),
      target: planTargetColumn.stringify(plan.target),
      state: "resolving",
      taken_at: NOW,
      seen_at: NOW,
      read: 0,
    })
    .execute();
}

/**
 * The person's plans that are being resolved, in all fleets, oldest first. Of two transactions that ask, the second waits
 * until the first has ended, so that both cannot find room for one more plan.
 */
export async function lockPlansInFlight(
  transaction: Transaction<Tables>,
  personId: string,
): Promise<PlanInFlight[]> {
  await sql`select pg_advisory_xact_lock(hashtext(${`cancel_plan ${personId}`}))`.execute(transaction);
  const rows = await transaction
    .selectFrom("cancel_plan")
    .select(["id", "fleet_id", "question"])
    .where("person_id", "=", personId)
    .where("state", "=", "resolving")
    .where("seen_at", ">=", sql<Date>`${NOW} - ${ORPHANED_AFTER}`)
    .orderBy("taken_at")
    .execute();
  return rows.map(({ id, fleet_id, question }) => ({
    id,
    fleetId: fleet_id,
    question: planSelectorColumn.parse(question),
  }));
}

/**
 * A plan of this person in this fleet. Null also for the plan of another person: nobody learns that it exists.
 *
 * @param lock locks the row until the transaction ends
 */
export async function findPlan(
  store: Store,
  { id, fleetId, personId }: { id: string; fleetId: string; personId: string },
  lock = false,
): Promise<StoredPlan | null> {
  const row = await store
    .selectFrom("cancel_plan")
    .selectAll()
    .select([
      sql<boolean>`coalesce(expires_at <= ${NOW}, false)`.as("isExpired"),
      sql<boolean>`seen_at < ${NOW} - ${ORPHANED_AFTER}`.as("isOrphaned"),
    ])
    .where("id", "=", id)
    .where("fleet_id", "=", fleetId)
    .where("person_id", "=", personId)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  return row ? toStoredPlan(row) : null;
}

function toStoredPlan(
  row: Selectable<CancelPlanRow> & Pick<StoredPlan, "isExpired" | "isOrphaned">,
): StoredPlan {
  return {
    id: row.id,
    fleetId: row.fleet_id,
    selector: planSelectorColumn.parse(row.question),
    state: row.state,
    isExpired: row.isExpired,
    isOrphaned: row.isOrphaned,
    failure: planFailureColumn.parse(row.failure),
    read: row.read,
    ofAbout: row.of_about,
    takenAt: row.taken_at,
    expiresAt: row.expires_at,
    counts: planCountsColumn.parse(row.counts),
    connectivity: planConnectivityColumn.parse(row.connectivity),
    operationId: row.operation_id,
    target: planTargetColumn.parse(row.target),
    jobCreatedAt: row.job_created_at,
  };
}

/** Records that a plan is still being resolved. Returns false if it is not: its person has stopped it. */
export async function touchPlan(
  store: Store,
  id: string,
  more: { read?: number; of_about?: number; job_created_at?: Date | null } = {},
): Promise<boolean> {
  const row = await store
    .updateTable("cancel_plan")
    .set({ seen_at: NOW, ...more })
    .where("id", "=", id)
    .where("state", "=", "resolving")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes a plan ready to be confirmed, until it expires. */
export async function finishPlan(
  store: Store,
  id: string,
  {
    read,
    counts,
    lastUpdates,
    connectivity,
    target,
  }: {
    read: number;
    counts: PlanCounts;
    lastUpdates: CancelPlan["lastUpdates"];
    connectivity: PlanConnectivity | null;
    target: AwsTarget;
  },
): Promise<void> {
  await store
    .updateTable("cancel_plan")
    .set({
      state: "ready",
      read,
      target: planTargetColumn.stringify(target),
      counts: planCountsColumn.stringify({ ...counts, lastUpdates }),
      connectivity: connectivity && planConnectivityColumn.stringify(connectivity),
      expires_at: sql<Date>`${NOW} + ${PLAN_LIFETIME_MS} * interval '1 millisecond'`,
    })
    .where("id", "=", id)
    .where("state", "=", "resolving")
    .execute();
}

export async function failPlan(store: Store, id: string, failure: ReadFailure): Promise<void> {
  await store
    .updateTable("cancel_plan")
    .set({ state: "failed", failure: planFailureColumn.stringify(failure) })
    .where("id", "=", id)
    .where("state", "=", "resolving")
    .execute();
}

/** Stops a plan that is being resolved. The process that resolves it notices at its next write. */
export async function markPlanStopped(store: Store, id: string): Promise<void> {
  await store
    .updateTable("cancel_plan")
    .set({ state: "stopped" })
    .where("id", "=", id)
    .where("state", "=", "resolving")
    .execute();
}

/** Deletes lists that nothing can use any more, and plans a day after they were taken. */
export async function dropOldPlans(store: Store): Promise<void> {
  await sql`delete from cancel_plan where taken_at < ${NOW} - interval '1 day'`.execute(store);
  await sql`delete from cancel_plan_item where plan_id in (
    select id from cancel_plan where state in ('stopped', 'failed', 'used') or expires_at <= ${NOW})`.execute(
    store,
  );
}
