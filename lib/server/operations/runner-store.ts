import { type Kysely, type Selectable, sql, type Transaction, type UpdateObject } from "kysely";
import type { OperationRow } from "@/lib/server/db/operation-tables";
import type { Tables } from "@/lib/server/db/tables";
import type { AwsTarget } from "@/lib/core/domain/execution";
import type { CancelOrder, OperationState, PauseCause } from "@/lib/core/domain/operation";
import { isHeld, type Lease } from "./fleet-lease";
import {
  orderColumn,
  personColumn,
  type StoredSuspension,
  suspensionColumn,
  targetColumn,
} from "./json-columns";

/** An operation that has not ended, as its runner needs it. It is read once a scan, never once an item. */
export interface UnfinishedOperation {
  id: string;
  state: OperationState;
  personId: string;
  /** The address that it was requested from. */
  address: string | null;
  order: CancelOrder;
  /** Where it was planned for. Null in operations of versions that did not record it. */
  target: AwsTarget | null;
  total: number;
  plannedAt: Date;
  startedAt: Date | null;
  /** Null: it is not suspended. */
  suspension: StoredSuspension | null;
  /** By the database's clock. */
  suspendedMs: number;
  isProbeDue: boolean;
}

const NOT_SUSPENDED = { suspension: null, suspended_at: null, probe_at: null } as const;
const NOW = sql<Date>`clock_timestamp()`;

/** The fleets that have something to run. */
export async function listUnfinishedFleets(kysely: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ fleet_id: string }>`
    select distinct fleet_id from operation where state in ('running', 'stopping')`.execute(kysely);
  return rows.map(({ fleet_id }) => fleet_id);
}

/** The fleet's operations that have not ended, oldest first. */
export async function listUnfinished(
  kysely: Kysely<Tables>,
  fleetId: string,
): Promise<UnfinishedOperation[]> {
  const rows = await kysely
    .selectFrom("operation")
    .selectAll()
    .select([
      sql<boolean>`coalesce(probe_at <= clock_timestamp(), false)`.as("is_probe_due"),
      sql<number | null>`extract(epoch from clock_timestamp() - suspended_at)::float8 * 1000`.as(
        "suspended_ms",
      ),
    ])
    .where("fleet_id", "=", fleetId)
    .where("state", "in", ["running", "paused", "stopping"])
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(toUnfinished);
}

function toUnfinished(
  row: Selectable<OperationRow> & { is_probe_due: boolean; suspended_ms: number | null },
): UnfinishedOperation {
  return {
    id: row.id,
    state: row.state,
    personId: row.person_id,
    address: personColumn.parse(row.person).address ?? null,
    order: orderColumn.parse(row.order),
    target: targetColumn.parse(row.target),
    total: row.total,
    plannedAt: row.planned_at,
    startedAt: row.started_at,
    suspension: suspensionColumn.parse(row.suspension),
    suspendedMs: row.suspended_ms ?? 0,
    isProbeDue: row.is_probe_due,
  };
}

/** Records that the first items of these operations are in flight. */
export async function startEach(kysely: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  await sql`
    update operation set started_at = clock_timestamp()
    where id = any(${sql.val(ids)}::text[]) and started_at is null`.execute(kysely);
}

/** Ends an operation that has no item waiting or in flight. Returns its last state, or null if it has not ended. */
export async function endOperation(
  transaction: Transaction<Tables>,
  lease: Lease,
  id: string,
): Promise<"finished" | "stopped" | null> {
  const { rows } = await sql<{ state: "finished" | "stopped" }>`
    update operation
    set state = case when state = 'stopping' then 'stopped' else 'finished' end, finished_at = clock_timestamp(),
      suspension = null, suspended_at = null, probe_at = null
    where ${isHeld(lease)} and id = ${id} and state in ('running', 'paused', 'stopping')
      and not exists (select from operation_item where operation_id = ${id} and state in ('waiting', 'in-hand'))
    returning state`.execute(transaction);
  return rows[0]?.state ?? null;
}

/** Stops a running operation whose person has lost a permission that it needs. Returns whether it was running. */
export function stopForLostRight(
  transaction: Transaction<Tables>,
  lease: Lease,
  id: string,
): Promise<boolean> {
  return updateRunning(transaction, lease, id, {
    state: "stopping",
    stop_cause: "lost-right",
    ...NOT_SUSPENDED,
  });
}

/** Pauses a running operation that nobody asked to pause. Returns whether it was running. */
export function pauseByItself(
  transaction: Transaction<Tables>,
  lease: Lease,
  id: string,
  cause: PauseCause,
): Promise<boolean> {
  return updateRunning(transaction, lease, id, {
    state: "paused",
    pause_cause: cause,
    paused_at: NOW,
    ...NOT_SUSPENDED,
  });
}

/** Suspends a running operation, or records a failed probe. The time of the first suspension stays. */
export async function suspendOperation(
  kysely: Kysely<Tables>,
  lease: Lease,
  id: string,
  suspension: StoredSuspension,
  probeAfterMs: number,
): Promise<void> {
  await updateRunning(kysely, lease, id, {
    suspension: suspensionColumn.stringify(suspension),
    suspended_at: sql<Date>`coalesce(suspended_at, clock_timestamp())`,
    probe_at: sql<Date>`clock_timestamp() + ${probeAfterMs} * interval '1 millisecond'`,
  });
}

/** Records that AWS takes calls again. */
export async function endSuspension(kysely: Kysely<Tables>, lease: Lease, id: string): Promise<void> {
  await kysely
    .updateTable("operation")
    .set(NOT_SUSPENDED)
    .where(isHeld(lease))
    .where("id", "=", id)
    .execute();
}

/** Returns whether the lease is held and the operation was running. */
async function updateRunning(
  kysely: Kysely<Tables>,
  lease: Lease,
  id: string,
  change: UpdateObject<Tables, "operation">,
): Promise<boolean> {
  const row = await kysely
    .updateTable("operation")
    .set(change)
    .where(isHeld(lease))
    .where("id", "=", id)
    .where("state", "=", "running")
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}
