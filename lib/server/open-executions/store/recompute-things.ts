import { type Kysely, sql } from "kysely";
import { type Triage, type TriageJob, triageThing } from "@/lib/core/domain/triage-thing";
import type { Tables } from "@/lib/server/db/tables";
import type { IndexScope } from "./index-scope";
import { type OpenRow, readOpenRows, type StoredTriage } from "./read-open-rows";
import { withFleetLock } from "./with-fleet-lock";

/**
 * Triages all open executions of these things again, and writes the rows that changed. Call it when one of a thing's
 * executions ended or was enriched: the triage of a row depends on the thing's other rows.
 */
export async function recomputeThings(
  kysely: Kysely<Tables>,
  scope: IndexScope,
  thingNames: readonly string[],
): Promise<void> {
  if (thingNames.length === 0) return;
  await withFleetLock(kysely, scope.fleetId, async (transaction) => {
    await writeRecomputed(transaction, scope, await readOpenRows(transaction, scope.fleetId, thingNames));
  });
}

/** At most this many executions that are due are recomputed at once, with the other executions of their things. */
const DUE_AT_ONCE = 500;

/**
 * Recomputes executions that have become stuck or have waited too long because time has passed. Also recomputes the
 * executions that wait behind them.
 *
 * The query compares with `statement_timestamp()`. `clock_timestamp()` may differ from row to row, so PostgreSQL cannot
 * search an index by it: with 600,000 rows that were not due, each call took 160 ms.
 *
 * @returns whether there may be more
 */
export async function recomputeDue(kysely: Kysely<Tables>, scope: IndexScope): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`
    select thing_name as name from open_execution
    where fleet_id = ${scope.fleetId} and not is_due and due_at <= statement_timestamp()
    order by due_at limit ${DUE_AT_ONCE}`.execute(kysely);
  await recomputeThings(
    kysely,
    scope,
    rows.map(({ name }) => name),
  );
  return rows.length === DUE_AT_ONCE;
}

/**
 * Triages the rows, and writes those that changed. Call it with the fleet's lock held.
 *
 * @param rows all open rows of each of their things
 */
export async function writeRecomputed(
  transaction: Kysely<Tables>,
  { fleetId, thresholds }: IndexScope,
  rows: readonly OpenRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const jobs = await readTriageJobs(transaction, fleetId, rows);
  const jobOf = (jobId: string) => jobs.get(jobId) ?? UNKNOWN_JOB;
  const now = new Date();
  const changed = [...Map.groupBy(rows, ({ thingName }) => thingName).values()].flatMap((open) => {
    const { typeName, connectivity } = open[0]!;
    const triages = triageThing(open, { typeName, connectivity }, jobOf, thresholds, now);
    return open.flatMap(({ stored, ...row }, index) => {
      const triage = { ...triages[index]!, hasTimeout: jobOf(row.jobId).hasTimeout };
      return isChanged(stored, triage) ? [{ ...row, ...triage }] : [];
    });
  });
  if (changed.length > 0) await upsertRows(transaction, fleetId, changed);
}

/**
 * Whether a row has to be written. Most rows are unchanged: a page's things may have a hundred times as many
 * executions.
 */
function isChanged(stored: StoredTriage | null, now: Triage & Pick<StoredTriage, "hasTimeout">): boolean {
  if (stored === null || stored.hasComeDue) return true;
  return (
    stored.dueAt?.getTime() !== now.dueAt?.getTime() ||
    stored.since?.getTime() !== now.since?.getTime() ||
    stored.reason !== now.reason ||
    stored.severity !== now.severity ||
    stored.behind !== now.behind ||
    stored.blockedBy !== now.blockedBy ||
    stored.hasTimeout !== now.hasTimeout
  );
}

/**
 * Inserts or updates rows, except where the index has a later read. The facts of the thing are written only when a row
 * is inserted: `upsertThings` updates them.
 */
async function upsertRows(
  transaction: Kysely<Tables>,
  fleetId: string,
  rows: readonly (Omit<OpenRow, "stored"> & Triage & Pick<StoredTriage, "hasTimeout">)[],
): Promise<void> {
  await sql`
    insert into open_execution as known
      (fleet_id, job_id, thing_name, status, queued_at, started_at, last_updated_at, execution_number, read_at, round,
       due_at, is_due, since, reason, severity, behind, blocked_by, has_timeout, thing_type,
       thing_groups, connectivity, thing_looked_at)
    select ${fleetId}, "jobId", "thingName", status, "queuedAt", "startedAt", "lastUpdatedAt", "executionNumber",
      "readAt", "scanId", "dueAt", coalesce("dueAt" <= clock_timestamp(), false), since, reason, severity, behind,
      "blockedBy", "hasTimeout", "typeName", groups, connectivity, "thingReadAt"
    from json_to_recordset(${JSON.stringify(rows)}::json) as read (
      "jobId" text, "thingName" text, status text, "queuedAt" timestamptz, "startedAt" timestamptz,
      "lastUpdatedAt" timestamptz, "executionNumber" bigint, "readAt" timestamptz, "scanId" bigint,
      "dueAt" timestamptz, since timestamptz, reason text, severity smallint, behind integer, "blockedBy" text,
      "hasTimeout" boolean, "typeName" text, groups text[], connectivity text, "thingReadAt" timestamptz)
    on conflict (fleet_id, job_id, thing_name) do update set
      status = excluded.status, queued_at = excluded.queued_at, started_at = excluded.started_at,
      last_updated_at = excluded.last_updated_at, execution_number = excluded.execution_number,
      read_at = excluded.read_at, round = excluded.round, due_at = excluded.due_at, is_due = excluded.is_due,
      since = excluded.since, reason = excluded.reason, severity = excluded.severity, behind = excluded.behind,
      blocked_by = excluded.blocked_by, has_timeout = excluded.has_timeout
    where known.read_at <= excluded.read_at
  `.execute(transaction);
}

/** A job that has not been described yet. */
const UNKNOWN_JOB: TriageJob = {
  hasTimeout: null,
  rollsOutByRate: false,
  scheduledAt: null,
  isScheduled: false,
  namespace: null,
};

async function readTriageJobs(
  kysely: Kysely<Tables>,
  fleetId: string,
  rows: readonly { jobId: string }[],
): Promise<Map<string, TriageJob>> {
  const jobs = await kysely
    .selectFrom("indexed_job")
    .select([
      "job_id",
      "status",
      "described_at",
      "timeout_minutes",
      "rollout_per_minute",
      "scheduled_at",
      "namespace_id",
    ])
    .where("fleet_id", "=", fleetId)
    .where("job_id", "in", [...new Set(rows.map(({ jobId }) => jobId))])
    .execute();
  return new Map(
    jobs.map((job) => [
      job.job_id,
      {
        hasTimeout: job.described_at === null ? null : job.timeout_minutes !== null,
        rollsOutByRate: job.rollout_per_minute !== null,
        scheduledAt: job.scheduled_at,
        isScheduled: job.status === "SCHEDULED",
        namespace: job.namespace_id,
      },
    ]),
  );
}
