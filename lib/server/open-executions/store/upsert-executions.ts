import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { IndexedExecution } from "@/lib/core/domain/triage";
import { upsertNames } from "@/lib/server/names/upsert-names";
import type { IndexScope } from "./index-scope";
import { keyOf, readOpenRows } from "./read-open-rows";
import { writeRecomputed } from "./recompute-things";
import { findUnstorableDate } from "./storable-dates";
import { withFleetLock } from "./with-fleet-lock";
import { writeIsolated } from "./write-isolated";

/**
 * Writes open executions of one job, as AWS returned them, and recomputes all open executions of the same things.
 *
 * An answer that was requested before something newer was known changes nothing: it neither brings back an execution that
 * has ended since, nor overwrites a later read.
 *
 * A row that the store refuses, for example for a date in the year 30000, is left out. If the index has it already, it
 * stays as it was read last. All other rows are written.
 *
 * @param scanId the scan that returned these rows, or null for single lookups. A lookup updates rows but never inserts one
 *   and never moves one to another scan: the scan may have advanced since
 * @param requestedAt when the answer was requested, by the clock of this process, like `ended_at`
 */
export async function upsertExecutions(
  kysely: Kysely<Tables>,
  scope: IndexScope,
  executions: readonly IndexedExecution[],
  scanId: number | null,
  requestedAt: Date,
): Promise<void> {
  const dated = executions.map((row) => {
    const { queuedAt, startedAt, lastUpdatedAt } = row;
    return { row, reason: findUnstorableDate({ queuedAt, startedAt, lastUpdatedAt }) };
  });
  const storable = dated.flatMap(({ row, reason }) => (reason === null ? [row] : []));
  await withFleetLock(kysely, scope.fleetId, async (transaction) => {
    const refused = await writeIsolated(transaction, storable, (some) =>
      upsertPage(transaction, scope, some, scanId, requestedAt),
    );
    for (const { row, reason } of dated) if (reason !== null) refused.push({ row, reason });
    for (const { row, reason } of refused) {
      if (scanId !== null) await markSeen(transaction, scope.fleetId, row, scanId);
      scope.onRowRefused?.(row, reason);
    }
  });
}

/** Has a refused row count as seen by the scan. Otherwise each scan would look it up as one that has disappeared. */
async function markSeen(
  transaction: Kysely<Tables>,
  fleetId: string,
  { jobId, thingName }: IndexedExecution,
  scanId: number,
): Promise<void> {
  await transaction
    .updateTable("open_execution")
    .set({ round: sql`greatest(round, ${scanId})` })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .where("thing_name", "=", thingName)
    .execute();
}

const UNKNOWN_THING = { typeName: null, groups: null, connectivity: null, thingReadAt: null };

async function upsertPage(
  transaction: Kysely<Tables>,
  scope: IndexScope,
  executions: readonly IndexedExecution[],
  scanId: number | null,
  requestedAt: Date,
): Promise<void> {
  const { fleetId } = scope;
  const open = await withoutEnded(transaction, fleetId, executions, requestedAt);
  if (open.length === 0) return;
  const names = open.map(({ thingName }) => thingName);
  const known = await readOpenRows(transaction, fleetId, names);
  const byKey = new Map(known.map((row) => [keyOf(row), row]));
  const ofThing = new Map(known.map((row) => [row.thingName, row]));
  for (const execution of open) {
    const key = keyOf(execution);
    const before = byKey.get(key);
    if (scanId === null && !before) continue;
    const seenBy = scanId ?? before!.scanId;
    if (before && before.readAt > execution.readAt) {
      byKey.set(key, { ...before, scanId: seenBy, stored: null });
      continue;
    }
    const { typeName, groups, connectivity, thingReadAt } = ofThing.get(execution.thingName) ?? UNKNOWN_THING;
    const thing = { typeName, groups, connectivity, thingReadAt };
    byKey.set(key, { ...execution, ...thing, scanId: seenBy, stored: null });
  }
  await writeRecomputed(transaction, scope, [...byKey.values()]);
  await upsertNames(transaction, fleetId, "thing", names);
}

/** Leaves out executions that are known to have ended after the answer was requested. */
async function withoutEnded(
  transaction: Kysely<Tables>,
  fleetId: string,
  executions: readonly IndexedExecution[],
  requestedAt: Date,
): Promise<readonly IndexedExecution[]> {
  if (executions.length === 0) return executions;
  const ended = await transaction
    .selectFrom("ended_execution")
    .select(["job_id as jobId", "thing_name as thingName", "execution_number as executionNumber"])
    .where("fleet_id", "=", fleetId)
    .where("job_id", "in", [...new Set(executions.map(({ jobId }) => jobId))])
    .where("ended_at", ">=", requestedAt)
    .execute();
  const numbers = new Map(ended.map((row) => [keyOf(row), row.executionNumber]));
  return executions.filter((execution) => {
    if (!numbers.has(keyOf(execution))) return true;
    const number = numbers.get(keyOf(execution)) ?? null;
    // A higher number is a later execution of the job on the thing, and not the one that ended.
    return number !== null && execution.executionNumber !== null && execution.executionNumber > number;
  });
}
