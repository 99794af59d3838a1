import { type Kysely, sql, type Transaction } from "kysely";
import type { CancelPlanRow } from "@/lib/server/db/operation-tables";
import type { Tables } from "@/lib/server/db/tables";
import {
  type CancelPlan,
  PLAN_LIFETIME_MS,
  type PlanConnectivity,
  type PlanCounts,
  type PlannedExecution,
} from "@/lib/core/domain/cancel-plan";
import type { AwsTarget, ExecutionRef } from "@/lib/core/domain/execution";
import type { RequestedSelector, PlanInFlight } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";

type Store = Kysely<Tables>;

/** A plan that nobody has told of for so long is resolved by nobody any more: its process is gone. */
const ORPHANED_AFTER = sql`interval '15 seconds'`;
const NOW = sql<Date>`clock_timestamp()`;

/** A plan as its row has it, with what the database's clock says of it. */
export interface StoredPlan extends CancelPlanRow {
  isExpired: boolean;
  isOrphaned: boolean;
}

/** Begins a plan. What is read after this is read after its `taken_at`. */
export async function insertPlan(
  store: Store,
  plan: { id: string; fleetId: string; personId: string; question: RequestedSelector; target: AwsTarget },
): Promise<void> {
  await store
    .insertInto("cancel_plan")
    .values({
      id: plan.id,
      fleet_id: plan.fleetId,
      person_id: plan.personId,
      question: JSON.stringify(plan.question),
      target: JSON.stringify(plan.target),
      state: "resolving",
      taken_at: NOW,
      seen_at: NOW,
      read: 0,
    })
    .execute();
}

/**
 * The plans of this person, of whatever fleet, that somebody is still resolving; oldest first. Of two who ask within a
 * transaction the second waits for the end of the first, so that both cannot find room for one more.
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
    question: JSON.parse(question) as RequestedSelector,
  }));
}

/** A plan of this person in this fleet; others do not even learn that there is one. @param lock holds on to it */
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
  return row ?? null;
}

/** Says that it is still being resolved. @returns false when it is not: somebody has stopped it */
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

/**
 * Puts executions on the list, and says how many have been read so far.
 *
 * One that is on it already was met twice: the later report stands, unless it is of an earlier run.
 *
 * @param items each execution once, and each with a `seq` of its own
 * @returns false when the plan was stopped: then nothing was put down
 */
export function savePlanItems(
  store: Store,
  id: string,
  items: readonly (PlannedExecution & { seq: number })[],
  read: number,
): Promise<boolean> {
  return store.transaction().execute(async (transaction) => {
    const goesOn = await touchPlan(transaction, id, { read });
    if (goesOn && items.length > 0) await insertItems(transaction, id, items);
    return goesOn;
  });
}

/** As one parameter: nine parameters a row would soon be more than a statement takes. */
async function insertItems(
  transaction: Transaction<Tables>,
  id: string,
  items: readonly (PlannedExecution & { seq: number })[],
): Promise<void> {
  const rows = items.map((item) => ({
    plan_id: id,
    seq: item.seq,
    thing_name: item.thingName,
    job_id: item.jobId,
    status: item.status,
    execution_number: item.executionNumber,
    queued_at: item.queuedAt,
    started_at: item.startedAt,
    last_updated_at: item.lastUpdatedAt,
    version_number: item.versionNumber ?? null,
    status_details: item.statusDetails === undefined ? null : JSON.stringify(item.statusDetails),
  }));
  await sql`
    insert into cancel_plan_item as known (plan_id, seq, thing_name, job_id, status, execution_number,
      queued_at, started_at, last_updated_at, version_number, status_details)
    select plan_id, seq, thing_name, job_id, status, execution_number, queued_at, started_at, last_updated_at,
      version_number, status_details
    from json_populate_recordset(null::cancel_plan_item, ${JSON.stringify(rows)}::json)
    on conflict (plan_id, thing_name, job_id) do update set
      status = excluded.status,
      execution_number = excluded.execution_number,
      queued_at = excluded.queued_at,
      started_at = excluded.started_at,
      last_updated_at = excluded.last_updated_at,
      version_number = excluded.version_number,
      status_details = excluded.status_details
    where coalesce(excluded.execution_number, 0) >= coalesce(known.execution_number, 0)`.execute(transaction);
}

const LACKS_IDENTITY = sql<boolean>`(queued_at is null or (status = 'IN_PROGRESS' and started_at is null))`;

/**
 * Executions whose version and details have not been read, as a list has neither: those whose identity a list left out a
 * part of, and those in progress. What needs a version most comes first: a part of the identity is missing, or its
 * device reported last.
 */
export async function listUndescribed(
  store: Store,
  id: string,
  limit: number,
): Promise<(ExecutionRef & { seq: number })[]> {
  return store
    .selectFrom("cancel_plan_item")
    .select(["thing_name as thingName", "job_id as jobId", "seq"])
    .where("plan_id", "=", id)
    .where("version_number", "is", null)
    .where(sql<boolean>`(status = 'IN_PROGRESS' or ${LACKS_IDENTITY})`)
    .orderBy(sql`${LACKS_IDENTITY} desc, last_updated_at desc nulls first, seq`)
    .limit(limit)
    .execute();
}

/** Takes executions off the list that have ended since it was read. */
export async function dropPlanItems(store: Store, id: string, seqs: readonly number[]): Promise<void> {
  if (seqs.length === 0) return;
  await store.deleteFrom("cancel_plan_item").where("plan_id", "=", id).where("seq", "in", seqs).execute();
}

/** How many of the list are in each status. */
export async function countPlanItems(
  store: Store,
  id: string,
): Promise<{ queued: number; inProgress: number }> {
  const rows = await store
    .selectFrom("cancel_plan_item")
    .select(["status", sql<number>`count(*)::int`.as("count")])
    .where("plan_id", "=", id)
    .groupBy("status")
    .execute();
  const countOf = (status: string) => rows.find((row) => row.status === status)?.count ?? 0;
  return { queued: countOf("QUEUED"), inProgress: countOf("IN_PROGRESS") };
}

/** Between when and when those in progress were last updated; null where a list left that out for one of them. */
export async function findLastUpdates(store: Store, id: string): Promise<CancelPlan["lastUpdates"]> {
  const { oldest, newest, isComplete } = await store
    .selectFrom("cancel_plan_item")
    .select([
      sql<Date | null>`min(last_updated_at)`.as("oldest"),
      sql<Date | null>`max(last_updated_at)`.as("newest"),
      sql<boolean>`count(*) = count(last_updated_at)`.as("isComplete"),
    ])
    .where("plan_id", "=", id)
    .where("status", "=", "IN_PROGRESS")
    .executeTakeFirstOrThrow();
  return isComplete && oldest && newest ? { oldest, newest } : null;
}

/** How many of the list stand on lists of operations of this fleet that have not come to them yet. */
export async function countInOtherOperations(store: Store, id: string, fleetId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from cancel_plan_item as planned
    where planned.plan_id = ${id} and exists (
      select from operation_item as item join operation on operation.id = item.operation_id
      where item.thing_name = planned.thing_name and item.job_id = planned.job_id
        and item.state in ('waiting', 'in-hand')
        and operation.fleet_id = ${fleetId} and operation.state in ('running', 'paused', 'stopping'))`.execute(
    store,
  );
  return rows[0]!.count;
}

/** The first executions of the list by name, those in progress before all others. */
export async function listPlannedThings(store: Store, id: string, limit: number): Promise<string[]> {
  const rows = await store
    .selectFrom("cancel_plan_item")
    .select("thing_name")
    .where("plan_id", "=", id)
    .orderBy(sql`status <> 'IN_PROGRESS'`)
    .orderBy("seq")
    .limit(limit)
    .execute();
  return rows.map((row) => row.thing_name);
}

/** Makes it ready to be confirmed, for as long as it stays near the truth. */
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
      target: JSON.stringify(target),
      counts: JSON.stringify({ ...counts, lastUpdates }),
      connectivity: connectivity && JSON.stringify(connectivity),
      expires_at: sql<Date>`${NOW} + ${PLAN_LIFETIME_MS} * interval '1 millisecond'`,
    })
    .where("id", "=", id)
    .where("state", "=", "resolving")
    .execute();
}

export async function failPlan(store: Store, id: string, failure: ReadFailure): Promise<void> {
  await store
    .updateTable("cancel_plan")
    .set({ state: "failed", failure: JSON.stringify(failure) })
    .where("id", "=", id)
    .where("state", "=", "resolving")
    .execute();
}

/** Stops it, if it is being resolved; whoever does that finds out with the next row that is to be put down. */
export async function markPlanStopped(store: Store, id: string): Promise<void> {
  await store
    .updateTable("cancel_plan")
    .set({ state: "stopped" })
    .where("id", "=", id)
    .where("state", "=", "resolving")
    .execute();
}

/** Drops lists that can be of no use any more, and a day after it was begun the plan itself. */
export async function dropOldPlans(store: Store): Promise<void> {
  await sql`delete from cancel_plan where taken_at < ${NOW} - interval '1 day'`.execute(store);
  await sql`delete from cancel_plan_item where plan_id in (
    select id from cancel_plan where state in ('stopped', 'failed', 'used') or expires_at <= ${NOW})`.execute(
    store,
  );
}
