import { type Kysely, type Selectable, sql } from "kysely";
import type { OperationItemRow, OperationRow } from "@/lib/server/db/operation-tables";
import type { Tables } from "@/lib/server/db/tables";
import type { AwsTarget } from "@/lib/core/domain/execution";
import {
  type RequestedSelector,
  type CancelOrder,
  isOver,
  ITEM_OUTCOMES,
  type ItemNote,
  type ItemOutcome,
  type LeftOut,
  type Operation,
  type OperationCounts,
  type OperationItem,
  type OperationPerson,
  type Suspension,
} from "@/lib/core/domain/operation";

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
    question: JSON.parse(row.question) as RequestedSelector,
    order: toOrder(row.order),
    by: toPerson(row),
    state: row.state,
    stopCause: row.stop_cause,
    pauseCause: row.pause_cause,
    suspension: toSuspension(row),
    probeAt: row.probe_at,
    target: row.target === null ? null : (JSON.parse(row.target) as AwsTarget),
    plannedAt: row.planned_at,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    leftOut: toLeftOut(row.left_out),
    retryOf: row.retry_of,
    total: row.total,
    counts: counts.get(row.id)!,
    readAt,
  }));
}

/** Operations made before the choice was there did not make it. */
export function toOrder(json: string): CancelOrder {
  const order = JSON.parse(json) as Omit<CancelOrder, "evenIfProgressed"> & { evenIfProgressed?: boolean };
  return { ...order, evenIfProgressed: order.evenIfProgressed ?? false };
}

/** Operations made before it was kept say nothing of it. */
function toLeftOut(json: string): LeftOut {
  const leftOut = JSON.parse(json) as Omit<LeftOut, "replaced"> & { replaced?: number };
  return { ...leftOut, replaced: leftOut.replaced ?? 0 };
}

/** Null where it is not suspended. */
export function toSuspension({
  suspension,
  suspended_at: since,
}: Pick<Selectable<OperationRow>, "suspension" | "suspended_at">): Suspension | null {
  if (suspension === null || since === null) return null;
  return { ...(JSON.parse(suspension) as Omit<Suspension, "since">), since };
}

/** Of what is kept about a person only this is shown: the address they asked from is for the audit log. */
export function toPerson({ person }: Pick<OperationRow, "person">): OperationPerson {
  const { id, name, email, role } = JSON.parse(person) as OperationPerson;
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
    note: row.note === null ? null : (JSON.parse(row.note) as ItemNote),
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
 * Counts of operations that are over: their items change no more, and counting 100,000 of them for each row of a list
 * again and again would take seconds.
 */
const finalCounts = new WeakMap<Kysely<Tables>, Map<string, OperationCounts>>();

/** A late answer of AWS may still correct an item, in whatever instance. */
const countKey = ({ id, corrected_at }: Selectable<OperationRow>) => `${id} ${corrected_at?.getTime() ?? ""}`;
const MOST_KEPT = 1_000;

async function countItems(
  kysely: Kysely<Tables>,
  operations: readonly Selectable<OperationRow>[],
): Promise<Map<string, OperationCounts>> {
  const kept = finalCounts.get(kysely) ?? new Map<string, OperationCounts>();
  finalCounts.set(kysely, kept);
  const asked = operations.filter((row) => !kept.has(countKey(row))).map(({ id }) => id);
  const counted = new Map(asked.map((id) => [id, NONE]));
  for (const { id, standing, count } of asked.length === 0 ? [] : await countRows(kysely, asked))
    counted.set(id, { ...counted.get(id)!, [standing]: count });

  const all = new Map(operations.map((row) => [row.id, kept.get(countKey(row)) ?? counted.get(row.id)!]));
  for (const row of operations) {
    const counts = all.get(row.id)!;
    if (!isOver(row.state) || counts.waiting + counts["in-hand"] > 0) continue;
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(countKey(row), counts);
  }
  return all;
}

const NONE = Object.fromEntries(
  [...ITEM_OUTCOMES, "waiting", "in-hand"].map((standing) => [standing, 0]),
) as unknown as OperationCounts;

interface CountRow {
  id: string;
  standing: keyof OperationCounts;
  count: number;
}

/** Two halves, because each of the two indexes covers one: neither reads a row. */
async function countRows(kysely: Kysely<Tables>, ids: readonly string[]): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select operation_id as id, state as standing, count(*) as count from operation_item
    where operation_id = any(${sql.val(ids)}::text[]) and state <> 'settled' group by 1, 2
    union all
    select operation_id as id, outcome as standing, count(*) as count from operation_item
    where operation_id = any(${sql.val(ids)}::text[]) and state = 'settled' group by 1, 2`.execute(kysely);
  return rows;
}
