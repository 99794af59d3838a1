import { type Kysely, sql, type Transaction } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { CancelPlan, PlannedExecution } from "@/lib/core/domain/cancel-plan";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { planItemDetailsColumn } from "./json-columns";
import { touchPlan } from "./plan-store";

type Store = Kysely<Tables>;

/**
 * Puts executions on a plan's list, and records how many have been read so far.
 *
 * An execution that is on the list already replaces its earlier report, unless it is of an earlier execution number.
 *
 * @param items each execution once, and each with a `seq` of its own
 * @returns false if the plan was stopped: then nothing was written
 */
export function savePlanItems(
  store: Store,
  planId: string,
  items: readonly (PlannedExecution & { seq: number })[],
  read: number,
): Promise<boolean> {
  return store.transaction().execute(async (transaction) => {
    const goesOn = await touchPlan(transaction, planId, { read });
    if (goesOn && items.length > 0) await upsertItems(transaction, planId, items);
    return goesOn;
  });
}

/** All rows are one parameter: eleven parameters a row would soon be more than a statement takes. */
async function upsertItems(
  transaction: Transaction<Tables>,
  planId: string,
  items: readonly (PlannedExecution & { seq: number })[],
): Promise<void> {
  const rows = items.map((item) => ({
    plan_id: planId,
    seq: item.seq,
    thing_name: item.thingName,
    job_id: item.jobId,
    status: item.status,
    execution_number: item.executionNumber,
    queued_at: item.queuedAt,
    started_at: item.startedAt,
    last_updated_at: item.lastUpdatedAt,
    version_number: item.versionNumber ?? null,
    status_details:
      item.statusDetails === undefined ? null : planItemDetailsColumn.stringify(item.statusDetails),
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

/** `isPartial` of `compareIdentity`, in SQL: both must name the same members. */
const LACKS_IDENTITY = sql<boolean>`(queued_at is null or (status = 'IN_PROGRESS' and started_at is null))`;

/**
 * Executions whose version and details have not been read, because a list has neither: those in progress, and those
 * whose identity the list left incomplete. The ones that need a version most come first: an incomplete identity, then
 * the latest report.
 */
export async function listUndescribed(
  store: Store,
  planId: string,
  limit: number,
): Promise<(ExecutionRef & { seq: number })[]> {
  return store
    .selectFrom("cancel_plan_item")
    .select(["thing_name as thingName", "job_id as jobId", "seq"])
    .where("plan_id", "=", planId)
    .where("version_number", "is", null)
    .where(sql<boolean>`(status = 'IN_PROGRESS' or ${LACKS_IDENTITY})`)
    .orderBy(sql`${LACKS_IDENTITY} desc, last_updated_at desc nulls first, seq`)
    .limit(limit)
    .execute();
}

/** Removes executions from the list that have ended since it was read. */
export async function dropPlanItems(store: Store, planId: string, seqs: readonly number[]): Promise<void> {
  if (seqs.length === 0) return;
  await store.deleteFrom("cancel_plan_item").where("plan_id", "=", planId).where("seq", "in", seqs).execute();
}

export async function countPlanItems(
  store: Store,
  planId: string,
): Promise<{ queued: number; inProgress: number }> {
  const rows = await store
    .selectFrom("cancel_plan_item")
    .select(["status", sql<number>`count(*)::int`.as("count")])
    .where("plan_id", "=", planId)
    .groupBy("status")
    .execute();
  const countOf = (status: string) => rows.find((row) => row.status === status)?.count ?? 0;
  return { queued: countOf("QUEUED"), inProgress: countOf("IN_PROGRESS") };
}

/** The oldest and newest last update of those in progress. Null if a list left it out for one of them. */
export async function findLastUpdates(store: Store, planId: string): Promise<CancelPlan["lastUpdates"]> {
  const { oldest, newest, isComplete } = await store
    .selectFrom("cancel_plan_item")
    .select([
      sql<Date | null>`min(last_updated_at)`.as("oldest"),
      sql<Date | null>`max(last_updated_at)`.as("newest"),
      sql<boolean>`count(*) = count(last_updated_at)`.as("isComplete"),
    ])
    .where("plan_id", "=", planId)
    .where("status", "=", "IN_PROGRESS")
    .executeTakeFirstOrThrow();
  return isComplete && oldest && newest ? { oldest, newest } : null;
}

/** How many of the plan's executions are items, waiting or in flight, of operations of this fleet. */
export async function countInOtherOperations(store: Store, planId: string, fleetId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from cancel_plan_item as planned
    where planned.plan_id = ${planId} and exists (
      select from operation_item as item join operation on operation.id = item.operation_id
      where item.thing_name = planned.thing_name and item.job_id = planned.job_id
        and item.state in ('waiting', 'in-hand')
        and operation.fleet_id = ${fleetId} and operation.state in ('running', 'paused', 'stopping'))`.execute(
    store,
  );
  return rows[0]!.count;
}

/** The thing of each of the first executions on the list, those in progress before the queued ones. */
export async function listPlannedThings(store: Store, planId: string, limit: number): Promise<string[]> {
  const rows = await store
    .selectFrom("cancel_plan_item")
    .select("thing_name")
    .where("plan_id", "=", planId)
    .orderBy(sql`status <> 'IN_PROGRESS'`)
    .orderBy("seq")
    .limit(limit)
    .execute();
  return rows.map((row) => row.thing_name);
}
