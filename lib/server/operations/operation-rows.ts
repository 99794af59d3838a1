import { type Kysely, type Selectable, sql } from "kysely";
import type { OperationItemRow, OperationRow } from "@/lib/server/db/operation-tables";
import type { Tables } from "@/lib/server/db/tables";
import type { ItemStatus } from "@/lib/core/domain/item-groups";
import {
  isOver,
  ITEM_OUTCOMES,
  type ItemOutcome,
  type Operation,
  type OperationCounts,
  type OperationItem,
  type OperationPerson,
  type Suspension,
} from "@/lib/core/domain/operation";
import {
  itemNoteColumn,
  leftOutColumn,
  orderColumn,
  personColumn,
  selectorColumn,
  suspensionColumn,
  targetColumn,
} from "./json-columns";

/** Operations with their items counted, in the order of `rows`. */
export async function toOperations(
  kysely: Kysely<Tables>,
  rows: readonly Selectable<OperationRow>[],
): Promise<Operation[]> {
  const counts = await countItems(kysely, rows);
  const readAt = new Date();
  return rows.map((row) => ({
    id: row.id,
    fleetId: row.fleet_id,
    question: selectorColumn.parse(row.question),
    order: orderColumn.parse(row.order),
    by: toPerson(row),
    state: row.state,
    stopCause: row.stop_cause,
    pauseCause: row.pause_cause,
    suspension: toSuspension(row),
    probeAt: row.probe_at,
    target: targetColumn.parse(row.target),
    plannedAt: row.planned_at,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    leftOut: leftOutColumn.parse(row.left_out),
    retryOf: row.retry_of,
    total: row.total,
    counts: counts.get(row.id)!,
    readAt,
  }));
}

/** Null: it is not suspended. */
export function toSuspension({
  suspension,
  suspended_at: since,
}: Pick<Selectable<OperationRow>, "suspension" | "suspended_at">): Suspension | null {
  const stored = suspensionColumn.parse(suspension);
  return stored === null || since === null ? null : { ...stored, since };
}

/** The address in the column is for the audit log, and never shown. */
export function toPerson({ person }: Pick<OperationRow, "person">): OperationPerson {
  const { id, name, email, role } = personColumn.parse(person);
  return { id, name, email, role };
}

export function toItem(row: ShownItemRow): OperationItem {
  return {
    seq: row.seq,
    thingName: row.thing_name,
    jobId: row.job_id,
    state: row.state,
    outcome: row.outcome as ItemOutcome | null,
    plannedStatus: row.planned_status,
    note: itemNoteColumn.parse(row.note),
    tries: row.tries,
    endedAt: row.settled_at,
  };
}

export const ITEM_COLUMNS = [
  "seq",
  "thing_name",
  "job_id",
  "state",
  "outcome",
  "planned_status",
  "note",
  "tries",
  "settled_at",
] as const satisfies readonly (keyof OperationItemRow)[];
type ShownItemRow = Pick<Selectable<OperationItemRow>, (typeof ITEM_COLUMNS)[number]>;

/**
 * Cached counts of ended operations, whose items change only by a correction. Counting 100,000 items again for each row
 * of a list would take seconds.
 */
const finalCounts = new WeakMap<Kysely<Tables>, Map<string, OperationCounts>>();

/** Includes the time of the last correction: in any instance, a late answer of AWS may still correct an item. */
const countKey = ({ id, corrected_at }: Selectable<OperationRow>) => `${id} ${corrected_at?.getTime() ?? ""}`;
const MOST_CACHED = 1_000;

async function countItems(
  kysely: Kysely<Tables>,
  operations: readonly Selectable<OperationRow>[],
): Promise<Map<string, OperationCounts>> {
  const cached = finalCounts.get(kysely) ?? new Map<string, OperationCounts>();
  finalCounts.set(kysely, cached);
  const missing = operations.filter((row) => !cached.has(countKey(row))).map(({ id }) => id);
  const counted = new Map(missing.map((id) => [id, NONE]));
  for (const { id, status, count } of missing.length === 0 ? [] : await countRows(kysely, missing))
    counted.set(id, { ...counted.get(id)!, [status]: count });

  const all = new Map(operations.map((row) => [row.id, cached.get(countKey(row)) ?? counted.get(row.id)!]));
  for (const row of operations) {
    const counts = all.get(row.id)!;
    if (!isOver(row.state) || counts.waiting + counts["in-hand"] > 0) continue;
    if (cached.size >= MOST_CACHED) cached.clear();
    cached.set(countKey(row), counts);
  }
  return all;
}

const NONE = Object.fromEntries(
  [...ITEM_OUTCOMES, "waiting", "in-hand"].map((status) => [status, 0]),
) as unknown as OperationCounts;

interface CountRow {
  id: string;
  status: ItemStatus;
  count: number;
}

/** Counts items in two halves, one for each of two partial indexes. Both are index-only scans. */
async function countRows(kysely: Kysely<Tables>, ids: readonly string[]): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select operation_id as id, state as status, count(*) as count from operation_item
    where operation_id = any(${sql.val(ids)}::text[]) and state <> 'settled' group by 1, 2
    union all
    select operation_id as id, outcome as status, count(*) as count from operation_item
    where operation_id = any(${sql.val(ids)}::text[]) and state = 'settled' group by 1, 2`.execute(kysely);
  return rows;
}
