import { type Kysely, type Selectable, sql } from "kysely";
import type { OperationItemRow } from "@/lib/server/db/operation-tables";
import type { Tables } from "@/lib/server/db/tables";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import type { ItemNote, ItemOutcome } from "@/lib/core/domain/operation";
import type { StatusDetails } from "@/lib/core/domain/status-details";
import { isHeld, type Lease } from "./fleet-lease";
import { itemDetailsColumn, itemNoteColumn } from "./json-columns";

/** A claimed item. */
export interface ItemInFlight extends ExecutionRef {
  operationId: string;
  seq: number;
  /** As the plan saw the execution. */
  planned: {
    status: string;
    executionNumber: number | null;
    queuedAt: Date | null;
    startedAt: Date | null;
    lastUpdatedAt: Date | null;
    /** Null: the plan read it from a list, which has neither version nor details. */
    versionNumber: number | null;
    statusDetails: StatusDetails | null;
  };
  /** This one included. */
  tries: number;
  /** What the try before this one left. */
  note: ItemNote | null;
}

/** How a try of an item ended: for good, or to wait for another. */
export interface ItemUpdate {
  operationId: string;
  seq: number;
  /** Null: it waits again. */
  outcome: ItemOutcome | null;
  note: ItemNote | null;
  tries: number;
  waitMs: number;
}

const ITEM_COLUMNS = [
  "operation_id",
  "seq",
  "thing_name",
  "job_id",
  "execution_number",
  "planned_status",
  "queued_at",
  "started_at",
  "last_updated_at",
  "version_number",
  "status_details",
  "tries",
  "note",
] as const satisfies readonly (keyof OperationItemRow)[];
type Row = Pick<Selectable<OperationItemRow>, (typeof ITEM_COLUMNS)[number]>;

const ITEM_IN_FLIGHT = sql.raw(ITEM_COLUMNS.map((column) => `item.${column}`).join(", "));

/** Most items have neither note nor details, so most cost no parsing. */
function toItemInFlight(row: Row): ItemInFlight {
  return {
    operationId: row.operation_id,
    seq: row.seq,
    thingName: row.thing_name,
    jobId: row.job_id,
    planned: {
      status: row.planned_status,
      executionNumber: row.execution_number,
      queuedAt: row.queued_at,
      startedAt: row.started_at,
      lastUpdatedAt: row.last_updated_at,
      versionNumber: row.version_number,
      statusDetails: itemDetailsColumn.parse(row.status_details),
    },
    tries: row.tries,
    note: itemNoteColumn.parse(row.note),
  };
}

/**
 * Claims up to `share` waiting items of each of these operations, in the order of their lists.
 *
 * Each counts as tried: after a kill nobody knows whether AWS was called.
 *
 * @param state the operations' state when they were read; one that was paused or stopped since yields no items
 */
export async function claimItems(
  kysely: Kysely<Tables>,
  lease: Lease,
  state: "running" | "stopping",
  operationIds: readonly string[],
  share: number,
): Promise<ItemInFlight[]> {
  // Ordered by outcome too, which is null for all of them: that is the order of the index, so nothing is sorted.
  const { rows } = await sql<Row>`
    with chosen as (
      select waiting.* from unnest(${sql.val(operationIds)}::text[]) as asked (id)
      cross join lateral (
        select operation_id, seq from operation_item
        where operation_id = asked.id and state = 'waiting' and outcome is null
          and (not_before is null or not_before <= clock_timestamp())
        order by outcome, seq limit ${share}::integer
      ) as waiting
    )
    update operation_item as item
    set state = 'in-hand', epoch = ${lease.fencingToken}, tries = item.tries + 1, not_before = null
    from chosen join operation on operation.id = chosen.operation_id
    where ${isHeld(lease)} and operation.state = ${state}
      and item.operation_id = chosen.operation_id and item.seq = chosen.seq and item.state = 'waiting'
    returning ${ITEM_IN_FLIGHT}`.execute(kysely);
  return rows.map(toItemInFlight).sort((a, b) => a.seq - b.seq);
}

/**
 * Writes the results of items that this runner or an earlier one had in flight.
 *
 * @returns how many were written: fewer than were given means that another runner has taken over
 */
export async function writeItemUpdates(
  kysely: Kysely<Tables>,
  lease: Lease,
  updates: readonly ItemUpdate[],
): Promise<number> {
  const given = updates.map(({ operationId, seq, outcome, note, tries, waitMs }) => ({
    operation_id: operationId,
    seq,
    outcome,
    note: note && itemNoteColumn.stringify(note),
    tries,
    wait_ms: waitMs,
  }));
  const { rows } = await sql`
    update operation_item as item
    set state = case when given.outcome is null then 'waiting' else 'settled' end,
      outcome = given.outcome, note = given.note, tries = given.tries, epoch = null,
      not_before = case when given.outcome is null
        then clock_timestamp() + given.wait_ms * interval '1 ms' end,
      settled_at = case when given.outcome is not null then clock_timestamp() end
    from json_to_recordset(${JSON.stringify(given)}::json)
      as given (operation_id text, seq integer, outcome text, note text, tries integer, wait_ms double precision)
    where ${isHeld(lease)}
      and item.operation_id = given.operation_id and item.seq = given.seq
      and item.state = 'in-hand' and item.epoch <= ${lease.fencingToken}
    returning item.seq`.execute(kysely);
  return rows.length;
}

/** Items that earlier runners of the fleet left in flight. */
export async function listAbandoned(
  kysely: Kysely<Tables>,
  { fleetId, fencingToken }: Lease,
  limit: number,
): Promise<ItemInFlight[]> {
  const { rows } = await sql<Row>`
    select ${ITEM_IN_FLIGHT}
    from operation join operation_item as item on item.operation_id = operation.id and item.state = 'in-hand'
    where operation.fleet_id = ${fleetId} and operation.state in ('running', 'paused', 'stopping')
      and item.epoch < ${fencingToken}
    order by item.operation_id, item.seq limit ${limit}::integer`.execute(kysely);
  return rows.map(toItemInFlight);
}

/** Milliseconds until the first waiting item may be tried. Null: none waits. */
export async function readMsUntilNextTry(
  kysely: Kysely<Tables>,
  operationIds: readonly string[],
): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from min(coalesce(not_before, clock_timestamp())) - clock_timestamp()) * 1000 as ms
    from operation_item
    where operation_id = any(${sql.val(operationIds)}::text[]) and state = 'waiting'`.execute(kysely);
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, Number(ms));
}

/**
 * Ends waiting items as stopped. Items that an earlier try may have canceled keep waiting: they are read first.
 */
export async function stopWaitingItems(
  kysely: Kysely<Tables>,
  lease: Lease,
  operationId: string,
): Promise<void> {
  await sql`
    update operation_item set state = 'settled', outcome = 'stopped', not_before = null, settled_at = clock_timestamp()
    where ${isHeld(lease)} and operation_id = ${operationId} and state = 'waiting'
      and (note is null or note::json ->> 'kind' not in ('unknown', 'not-canceled'))`.execute(kysely);
}

/** How many items of an operation ended with each outcome. */
export async function countOutcomes(
  kysely: Kysely<Tables>,
  operationId: string,
): Promise<Partial<Record<ItemOutcome, number>>> {
  const { rows } = await sql<{ outcome: ItemOutcome; count: number }>`
    select outcome, count(*) as count from operation_item
    where operation_id = ${operationId} and state = 'settled' group by outcome`.execute(kysely);
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}
