import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { Connectivity } from "@/lib/core/domain/thing";
import type { IndexedExecution, TriageThresholds } from "@/lib/core/domain/triage";
import { type Triage, type TriageJob, triageThing } from "@/lib/core/domain/triage-thing";
import { upsertNames } from "@/lib/server/names/upsert-names";
import { findUnstorableDate } from "./storable-dates";
import { withFleetLock } from "./with-fleet-lock";
import { writeIsolated } from "./write-isolated";

/** Rows of the index that one statement writes: the thing's place among others follows from all of its rows. */
interface Known extends IndexedExecution {
  round: number;
  typeName: string | null;
  groups: readonly string[] | null;
  connectivity: Connectivity["state"] | null;
  /** When these three were asked for. */
  thingLookedAt: Date | null;
  /** What stands of it in the index; null: something of it was read just now, and is to be written. */
  kept: Kept | null;
}

type Kept = Triage & {
  hasTimeout: boolean | null;
  /** It was not due when that was written, and is by now. */
  hasComeDue: boolean;
};

const NO_LOOK = { typeName: null, groups: null, connectivity: null, thingLookedAt: null };

/** What of a fleet's settings the rows are reckoned by. */
export interface IndexScope {
  fleetId: string;
  thresholds: TriageThresholds;
  /** Called with each row that the store refuses and the index leaves out. A job's own row has no thing. */
  onRowRefused?: (row: { jobId: string; thingName: string | null }, reason: string) => void;
}

/**
 * Takes open executions of one job, as a list of AWS had them, into the index, and reckons again what that means for all
 * open executions of the same things.
 *
 * A page that was asked for before something newer was known changes nothing: neither does it bring back what has ended
 * meanwhile, nor does it overwrite a later read.
 *
 * A row that the store refuses, as for a date of the year 30000, is left out, and stays as it was read last where it was
 * before. All others are written.
 *
 * @param round of the job's reading that met them; null: none did, they were looked up one by one. They then stay of the
 *   round that they are of, as the reading may have gone on meanwhile, and bring nothing in that is not there any more
 * @param askedAt when the page was asked for, by the clock of this process, as `ended_at` is
 */
export async function upsertExecutions(
  kysely: Kysely<Tables>,
  scope: IndexScope,
  executions: readonly IndexedExecution[],
  round: number | null,
  askedAt: Date,
): Promise<void> {
  const dated = executions.map((row) => {
    const { queuedAt, startedAt, lastUpdatedAt } = row;
    return { row, reason: findUnstorableDate({ queuedAt, startedAt, lastUpdatedAt }) };
  });
  const storable = dated.flatMap(({ row, reason }) => (reason === null ? [row] : []));
  await withFleetLock(kysely, scope.fleetId, async (transaction) => {
    const refused = await writeIsolated(transaction, storable, (some) =>
      upsertPage(transaction, scope, some, round, askedAt),
    );
    for (const { row, reason } of dated) if (reason !== null) refused.push({ row, reason });
    for (const { row, reason } of refused) {
      await upsertAsRead(transaction, scope.fleetId, row, round);
      scope.onRowRefused?.(row, reason);
    }
  });
}

/** The scan has met it: it is not among the vanished, to be looked up over and over. */
async function upsertAsRead(
  kysely: Kysely<Tables>,
  fleetId: string,
  { jobId, thingName }: IndexedExecution,
  round: number | null,
): Promise<void> {
  if (round === null) return;
  await kysely
    .updateTable("open_execution")
    .set({ round: sql`greatest(round, ${round})` })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .where("thing_name", "=", thingName)
    .execute();
}

async function upsertPage(
  kysely: Kysely<Tables>,
  scope: IndexScope,
  executions: readonly IndexedExecution[],
  round: number | null,
  askedAt: Date,
): Promise<void> {
  const { fleetId } = scope;
  const alive = await leaveOutEnded(kysely, fleetId, executions, askedAt);
  if (alive.length === 0) return;
  const names = alive.map(({ thingName }) => thingName);
  const known = await readOfThings(kysely, fleetId, names);
  const byKey = new Map(known.map((row) => [keyOf(row), row]));
  const ofThing = new Map(known.map((row) => [row.thingName, row]));
  for (const execution of alive) {
    const before = byKey.get(keyOf(execution));
    if (round === null && !before) continue;
    const met = round ?? before!.round;
    if (before && before.readAt > execution.readAt)
      byKey.set(keyOf(before), { ...before, round: met, kept: null });
    else {
      const { typeName, groups, connectivity, thingLookedAt } = ofThing.get(execution.thingName) ?? NO_LOOK;
      byKey.set(keyOf(execution), {
        ...execution,
        round: met,
        typeName,
        groups,
        connectivity,
        thingLookedAt,
        kept: null,
      });
    }
  }
  await writeRecomputed(kysely, scope, [...byKey.values()]);
  await upsertNames(kysely, fleetId, "thing", names);
}

/** Reckons again what is open of these things, as after one of them has ended or was looked at. */
export async function recomputeThings(
  kysely: Kysely<Tables>,
  scope: IndexScope,
  thingNames: readonly string[],
): Promise<void> {
  if (thingNames.length === 0) return;
  await withFleetLock(kysely, scope.fleetId, async (transaction) => {
    const known = await readOfThings(transaction, scope.fleetId, thingNames);
    await writeRecomputed(transaction, scope, known);
  });
}

/** So many things are reckoned by one statement. */
const DUE_AT_ONCE = 500;

/**
 * Reckons again what has become due by mere time: it is stuck from then on, or waits too long, and so does what is behind
 * it for another reason.
 *
 * By the time of the statement: that of the clock may differ from row to row, so no index can be asked by it, and with
 * 600,000 rows that are not due each look took 160 ms.
 *
 * @returns whether there is more
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

const keyOf = ({ jobId, thingName }: { jobId: string; thingName: string }) => `${jobId} ${thingName}`;

async function leaveOutEnded(
  kysely: Kysely<Tables>,
  fleetId: string,
  executions: readonly IndexedExecution[],
  askedAt: Date,
): Promise<readonly IndexedExecution[]> {
  if (executions.length === 0) return executions;
  const ended = await kysely
    .selectFrom("ended_execution")
    .select(["job_id as jobId", "thing_name as thingName", "execution_number as executionNumber"])
    .where("fleet_id", "=", fleetId)
    .where("job_id", "in", [...new Set(executions.map(({ jobId }) => jobId))])
    .where("ended_at", ">=", askedAt)
    .execute();
  const numbers = new Map(ended.map((row) => [keyOf(row), row.executionNumber]));
  return executions.filter((execution) => {
    if (!numbers.has(keyOf(execution))) return true;
    const number = numbers.get(keyOf(execution)) ?? null;
    // The job was given to the thing again: that one is not the one that has ended.
    return number !== null && execution.executionNumber !== null && execution.executionNumber > number;
  });
}

/** By an array and not by a join: while the index fills, before the table has statistics, a join reads all of the fleet. */
async function readOfThings(
  kysely: Kysely<Tables>,
  fleetId: string,
  thingNames: readonly string[],
): Promise<Known[]> {
  if (thingNames.length === 0) return [];
  const { rows } = await sql<Omit<Known, "kept"> & Kept>`
    select thing_name as "thingName", job_id as "jobId", status, queued_at as "queuedAt",
      started_at as "startedAt", last_updated_at as "lastUpdatedAt", execution_number as "executionNumber",
      read_at as "readAt", round, thing_type as "typeName", thing_groups as "groups", connectivity,
      thing_looked_at as "thingLookedAt", due_at as "dueAt", since, reason, severity, behind, blocked_by as "blockedBy",
      has_timeout as "hasTimeout", not is_due and coalesce(due_at <= clock_timestamp(), false) as "hasComeDue"
    from open_execution
    where fleet_id = ${fleetId}
      and thing_name = any(${sql.val([...new Set(thingNames)])}::text[])
  `.execute(kysely);
  return rows.map((row) => ({ ...row, kept: row }));
}

/**
 * Whether a row is to be written. Of a page's things most other executions are as they were, and there may be a hundred
 * times as many of them.
 */
function isNews({ kept }: Pick<Known, "kept">, now: Triage & Pick<Kept, "hasTimeout">): boolean {
  if (kept === null || kept.hasComeDue) return true;
  return (
    kept.dueAt?.getTime() !== now.dueAt?.getTime() ||
    kept.since?.getTime() !== now.since?.getTime() ||
    kept.reason !== now.reason ||
    kept.severity !== now.severity ||
    kept.behind !== now.behind ||
    kept.blockedBy !== now.blockedBy ||
    kept.hasTimeout !== now.hasTimeout
  );
}

async function writeRecomputed(
  kysely: Kysely<Tables>,
  { fleetId, thresholds }: IndexScope,
  rows: readonly Known[],
): Promise<void> {
  if (rows.length === 0) return;
  const jobs = await readJobs(kysely, fleetId, rows);
  const jobOf = (jobId: string) => jobs.get(jobId) ?? UNKNOWN_JOB;
  const now = new Date();
  const recomputed = [...Map.groupBy(rows, ({ thingName }) => thingName).values()].flatMap((open) => {
    const { typeName, connectivity } = open[0]!;
    const triage = triageThing(open, { typeName, connectivity }, jobOf, thresholds, now);
    return open.flatMap(({ kept, ...row }, index) => {
      const meant = { ...triage[index]!, hasTimeout: jobOf(row.jobId).hasTimeout };
      return isNews({ kept }, meant) ? [{ ...row, ...meant }] : [];
    });
  });
  if (recomputed.length === 0) return;
  await sql`
    insert into open_execution as known
      (fleet_id, job_id, thing_name, status, queued_at, started_at, last_updated_at, execution_number, read_at, round,
       due_at, is_due, since, reason, severity, behind, blocked_by, has_timeout, thing_type,
       thing_groups, connectivity, thing_looked_at)
    select ${fleetId}, "jobId", "thingName", status, "queuedAt", "startedAt", "lastUpdatedAt", "executionNumber",
      "readAt", round, "dueAt", coalesce("dueAt" <= clock_timestamp(), false), since, reason, severity, behind,
      "blockedBy", "hasTimeout", "typeName",
      groups, connectivity, "thingLookedAt"
    from json_to_recordset(${JSON.stringify(recomputed)}::json) as read (
      "jobId" text, "thingName" text, status text, "queuedAt" timestamptz, "startedAt" timestamptz,
      "lastUpdatedAt" timestamptz, "executionNumber" bigint, "readAt" timestamptz, round bigint, "dueAt" timestamptz,
      since timestamptz, reason text, severity smallint, behind integer, "blockedBy" text, "hasTimeout" boolean,
      "typeName" text, groups text[], connectivity text, "thingLookedAt" timestamptz)
    on conflict (fleet_id, job_id, thing_name) do update set
      status = excluded.status, queued_at = excluded.queued_at, started_at = excluded.started_at,
      last_updated_at = excluded.last_updated_at, execution_number = excluded.execution_number,
      read_at = excluded.read_at, round = excluded.round, due_at = excluded.due_at, is_due = excluded.is_due,
      since = excluded.since, reason = excluded.reason, severity = excluded.severity, behind = excluded.behind,
      blocked_by = excluded.blocked_by, has_timeout = excluded.has_timeout
    where known.read_at <= excluded.read_at
  `.execute(kysely);
}

const UNKNOWN_JOB: TriageJob = {
  hasTimeout: null,
  rollsOutByRate: false,
  scheduledAt: null,
  isScheduled: false,
  namespace: null,
};

async function readJobs(
  kysely: Kysely<Tables>,
  fleetId: string,
  rows: readonly Known[],
): Promise<Map<string, TriageJob>> {
  const jobs = await kysely
    .selectFrom("indexed_job")
    .select([
      ...([
        "job_id",
        "status",
        "described_at",
        "timeout_minutes",
        "rollout_per_minute",
        "scheduled_at",
      ] as const),
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
