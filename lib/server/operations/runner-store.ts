import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { OperationItemRow, OperationRow } from "@/lib/server/db/operation-tables";
import type { Tables } from "@/lib/server/db/tables";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import type { ItemNote, ItemOutcome, PauseCause, Suspension } from "@/lib/core/domain/operation";

/** Whose turn it is: a fleet, and the epoch of its runner. */
export interface Turn {
  fleetId: string;
  epoch: number;
}

/**
 * Begins a statement that only the current runner of a fleet may carry out; `exists (select from runner)` has to be
 * among its conditions. It holds the row of `fleet_runner` while the statement runs: a runner that was taken over finds
 * another epoch there and writes nothing, and one that takes over waits until the statement has ended.
 */
const withRunner = ({ fleetId, epoch }: Turn) => sql`with runner as (
      select epoch from fleet_runner where fleet_id = ${fleetId} and epoch = ${epoch} for share
    )`;

export type RunningOperation = Selectable<OperationRow>;

/** An operation that is not over, with what the database's clock says of its suspension. */
export type UnfinishedOperation = RunningOperation & { is_probe_due: boolean; suspended_ms: number | null };

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
export type ItemInFlight = Pick<Selectable<OperationItemRow>, (typeof ITEM_COLUMNS)[number]>;

const ITEM_IN_FLIGHT = sql.raw(ITEM_COLUMNS.map((column) => `item.${column}`).join(", "));

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

/** Takes the fleet over from whoever ran it before, who can write nothing from now on. @returns the new epoch */
export async function acquireLease(kysely: Kysely<Tables>, fleetId: string): Promise<number> {
  const { rows } = await sql<{ epoch: number }>`
    insert into fleet_runner (fleet_id, epoch, seen_at) values (${fleetId}, 1, clock_timestamp())
    on conflict (fleet_id) do update set epoch = fleet_runner.epoch + 1, seen_at = clock_timestamp()
    returning epoch`.execute(kysely);
  return rows[0]!.epoch;
}

/** Says that the fleet has a runner, and how fast it goes. @returns whether it is still this one */
export async function recordPace(
  kysely: Kysely<Tables>,
  { fleetId, epoch }: Turn,
  pace: { perSecond: number; aim: number; throttledAt: Date | null } | null,
): Promise<boolean> {
  const { rows } = await sql`
    update fleet_runner
    set seen_at = clock_timestamp(), pace = ${pace?.perSecond ?? null}::double precision,
      full_pace = ${pace?.aim ?? null}::double precision, throttled_at = ${pace?.throttledAt ?? null}::timestamptz
    where fleet_id = ${fleetId} and epoch = ${epoch}
    returning epoch`.execute(kysely);
  return rows.length > 0;
}

/** The fleets that have something to do. */
export async function listUnfinishedFleets(kysely: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ fleet_id: string }>`
    select distinct fleet_id from operation where state in ('running', 'stopping')`.execute(kysely);
  return rows.map(({ fleet_id }) => fleet_id);
}

/** Operations that are not over, oldest first. */
export async function listUnfinished(
  kysely: Kysely<Tables>,
  fleetId: string,
): Promise<UnfinishedOperation[]> {
  return kysely
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
}

/**
 * Takes items in hand, up to `share` of each of these operations, in the order of their lists. Each counts as tried:
 * whether AWS is asked in the end, nobody could tell after a kill.
 *
 * @param state that the operations were found in: one that was paused or stopped since gives none
 */
export async function claimItems(
  kysely: Kysely<Tables>,
  turn: Turn,
  state: "running" | "stopping",
  operationIds: readonly string[],
  share: number,
): Promise<ItemInFlight[]> {
  // By outcome too, which is null for all of them: in the order of the index, so that none is sorted.
  const { rows } = await sql<ItemInFlight>`
    ${withRunner(turn)}, chosen as (
      select waiting.* from unnest(${sql.val(operationIds)}::text[]) as asked (id)
      cross join lateral (
        select operation_id, seq from operation_item
        where operation_id = asked.id and state = 'waiting' and outcome is null
          and (not_before is null or not_before <= clock_timestamp())
        order by outcome, seq limit ${share}::integer
      ) as waiting
    )
    update operation_item as item set state = 'in-hand', epoch = ${turn.epoch}, tries = item.tries + 1, not_before = null
    from chosen join operation on operation.id = chosen.operation_id
    where exists (select from runner) and operation.state = ${state}
      and item.operation_id = chosen.operation_id and item.seq = chosen.seq and item.state = 'waiting'
    returning ${ITEM_IN_FLIGHT}`.execute(kysely);
  return rows.sort((a, b) => a.seq - b.seq);
}

/**
 * Writes how items in hand ended, of this runner or of one before it.
 *
 * @returns how many; fewer than were given where another runner has taken over
 */
export async function writeItemUpdates(
  kysely: Kysely<Tables>,
  turn: Turn,
  settlings: readonly ItemUpdate[],
): Promise<number> {
  const given = settlings.map(({ operationId, seq, outcome, note, tries, waitMs }) => ({
    operation_id: operationId,
    seq,
    outcome,
    note: note && JSON.stringify(note),
    tries,
    wait_ms: waitMs,
  }));
  const { rows } = await sql`
    ${withRunner(turn)}
    update operation_item as item
    set state = case when given.outcome is null then 'waiting' else 'settled' end,
      outcome = given.outcome, note = given.note, tries = given.tries, epoch = null,
      not_before = case when given.outcome is null
        then clock_timestamp() + given.wait_ms * interval '1 ms' end,
      settled_at = case when given.outcome is not null then clock_timestamp() end
    from json_to_recordset(${JSON.stringify(given)}::json)
      as given (operation_id text, seq integer, outcome text, note text, tries integer, wait_ms double precision)
    where exists (select from runner)
      and item.operation_id = given.operation_id and item.seq = given.seq
      and item.state = 'in-hand' and item.epoch <= ${turn.epoch}
    returning item.seq`.execute(kysely);
  return rows.length;
}

/** What runners before this one had in hand. */
export async function listAbandoned(
  kysely: Kysely<Tables>,
  { fleetId, epoch }: Turn,
  limit: number,
): Promise<ItemInFlight[]> {
  const { rows } = await sql<ItemInFlight>`
    select ${ITEM_IN_FLIGHT}
    from operation join operation_item as item on item.operation_id = operation.id and item.state = 'in-hand'
    where operation.fleet_id = ${fleetId} and operation.state in ('running', 'paused', 'stopping')
      and item.epoch < ${epoch}
    order by item.operation_id, item.seq limit ${limit}::integer`.execute(kysely);
  return rows;
}

/** When the first of the items that wait for a while may be tried again. Null: none waits. */
export async function nextTryAt(
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

/** The first of its items is in hand. */
export async function startEach(kysely: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  await sql`
    update operation set started_at = clock_timestamp()
    where id = any(${sql.val(ids)}::text[]) and started_at is null`.execute(kysely);
}

/**
 * Settles waiting items as stopped. Items that an earlier try may have canceled keep waiting: they are read first.
 */
export async function stopWaitingItems(kysely: Kysely<Tables>, turn: Turn, id: string): Promise<void> {
  await sql`
    ${withRunner(turn)}
    update operation_item set state = 'settled', outcome = 'stopped', not_before = null, settled_at = clock_timestamp()
    where exists (select from runner) and operation_id = ${id} and state = 'waiting'
      and (note is null or note::json ->> 'kind' not in ('unknown', 'not-canceled'))`.execute(kysely);
}

/** @returns the state that it ended in, where nothing of it waits or is in hand; null: it has not ended */
export async function endOperation(
  transaction: Transaction<Tables>,
  turn: Turn,
  id: string,
): Promise<"finished" | "stopped" | null> {
  const { rows } = await sql<{ state: "finished" | "stopped" }>`
    ${withRunner(turn)}
    update operation
    set state = case when state = 'stopping' then 'stopped' else 'finished' end, finished_at = clock_timestamp(),
      suspension = null, suspended_at = null, probe_at = null
    where exists (select from runner) and id = ${id} and state in ('running', 'paused', 'stopping')
      and not exists (select from operation_item where operation_id = ${id} and state in ('waiting', 'in-hand'))
    returning state`.execute(transaction);
  return rows[0]?.state ?? null;
}

/**
 * Stops an operation because the person who asked for it has lost the right to it. @returns whether it was running
 */
export async function stopForLostRight(
  transaction: Transaction<Tables>,
  turn: Turn,
  id: string,
): Promise<boolean> {
  const { rows } = await sql`
    ${withRunner(turn)}
    update operation set state = 'stopping', stop_cause = 'lost-right', suspension = null, suspended_at = null, probe_at = null
    where exists (select from runner) and id = ${id} and state = 'running'
    returning id`.execute(transaction);
  return rows.length > 0;
}

/** Whether this runner still has the lease, and the operations of its fleet that may call AWS now. */
export async function readLease(
  kysely: Kysely<Tables>,
  { fleetId, epoch }: Turn,
): Promise<{ isHeld: boolean; running: ReadonlyMap<string, RunningOperation> }> {
  const { rows } = await sql<{ epoch: number }>`
    select epoch from fleet_runner where fleet_id = ${fleetId} and epoch = ${epoch}`.execute(kysely);
  if (rows.length === 0) return { isHeld: false, running: new Map() };
  const running = await kysely
    .selectFrom("operation")
    .selectAll()
    .where("fleet_id", "=", fleetId)
    .where("state", "=", "running")
    .execute();
  return { isHeld: true, running: new Map(running.map((operation) => [operation.id, operation])) };
}

/**
 * Corrects an item that AWS accepted after another runner had written another outcome. It needs no fencing token: AWS's
 * yes is final whoever holds the lease, and only an item that has an outcome already is changed.
 */
export async function correctToCanceled(
  kysely: Kysely<Tables>,
  { operationId, seq, note }: Pick<ItemUpdate, "operationId" | "seq" | "note">,
): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    const { rows } = await sql`
      update operation_item set outcome = 'canceled', note = ${note && JSON.stringify(note)}
      where operation_id = ${operationId} and seq = ${seq} and state = 'settled' and outcome <> 'canceled'
      returning seq`.execute(transaction);
    if (rows.length > 0) await markCorrected(transaction, operationId);
  });
}

/**
 * Corrects an item whose answer was lost, by what a later read found out. Only an item without a certain outcome is
 * changed, so this needs no fencing token either.
 */
export async function correctUncertainItem(
  kysely: Kysely<Tables>,
  operationId: string,
  { thingName, jobId }: ExecutionRef,
  outcome: ItemOutcome,
  note: ItemNote,
): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    const { rows } = await sql`
      update operation_item set outcome = ${outcome}, note = ${JSON.stringify(note)}
      where operation_id = ${operationId} and thing_name = ${thingName} and job_id = ${jobId}
        and state = 'settled' and outcome in ('unknown', 'gave-up', 'stopped') and outcome <> ${outcome}
        and note::json ->> 'kind' in ('unknown', 'not-canceled')
      returning seq`.execute(transaction);
    if (rows.length > 0) await markCorrected(transaction, operationId);
  });
}

/** Makes readers count the items of an ended operation again. */
async function markCorrected(transaction: Transaction<Tables>, operationId: string): Promise<void> {
  await sql`update operation set corrected_at = clock_timestamp() where id = ${operationId}`.execute(
    transaction,
  );
}

/** Suspends a running operation, or records that a probe failed. The time of the first suspension is kept. */
export async function suspendOperation(
  kysely: Kysely<Tables>,
  turn: Turn,
  id: string,
  suspension: Omit<Suspension, "since">,
  probeAfterMs: number,
): Promise<void> {
  await sql`
    ${withRunner(turn)}
    update operation set suspension = ${JSON.stringify(suspension)},
      suspended_at = coalesce(suspended_at, clock_timestamp()), probe_at = clock_timestamp() + ${probeAfterMs} * interval '1 millisecond'
    where exists (select from runner) and id = ${id} and state = 'running'`.execute(kysely);
}

/** AWS takes calls again. */
export async function endSuspension(kysely: Kysely<Tables>, turn: Turn, id: string): Promise<void> {
  await sql`
    ${withRunner(turn)}
    update operation set suspension = null, suspended_at = null, probe_at = null
    where exists (select from runner) and id = ${id}`.execute(kysely);
}

/** Pauses a running operation without anybody asking for it. @returns whether it was running */
export async function pauseByItself(
  transaction: Transaction<Tables>,
  turn: Turn,
  id: string,
  cause: PauseCause,
): Promise<boolean> {
  const { rows } = await sql`
    ${withRunner(turn)}
    update operation set state = 'paused', pause_cause = ${cause}, paused_at = clock_timestamp(), suspension = null, suspended_at = null, probe_at = null
    where exists (select from runner) and id = ${id} and state = 'running'
    returning id`.execute(transaction);
  return rows.length > 0;
}

/**
 * Records that a run of this fleet failed again, or with null that one works. The operation's page shows it,
 * whichever instance the run was in.
 */
export async function recordRunnerFailure(
  kysely: Kysely<Tables>,
  fleetId: string,
  error: string | null,
): Promise<void> {
  await sql`
    insert into fleet_runner (fleet_id, epoch, seen_at) values (${fleetId}, 0, clock_timestamp())
    on conflict (fleet_id) do nothing`.execute(kysely);
  if (error === null) {
    await sql`update fleet_runner set failure = null
      where fleet_id = ${fleetId} and failure is not null`.execute(kysely);
    return;
  }
  await sql`
    update fleet_runner set failure = json_build_object(
      'since', coalesce(failure::json ->> 'since', to_json(clock_timestamp()) #>> '{}'),
      'failures', coalesce((failure::json ->> 'failures')::integer, 0) + 1,
      'error', ${error}::text)::text
    where fleet_id = ${fleetId}`.execute(kysely);
}

/** How the items of an operation ended. */
export async function countOutcomes(
  kysely: Kysely<Tables>,
  id: string,
): Promise<Partial<Record<ItemOutcome, number>>> {
  const { rows } = await sql<{ outcome: ItemOutcome; count: number }>`
    select outcome, count(*) as count from operation_item
    where operation_id = ${id} and state = 'settled' group by outcome`.execute(kysely);
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}
