import { sql } from "kysely";
import type { JobSummary } from "@/lib/core/domain/job";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { upsertNames } from "@/lib/server/names/upsert-names";
import { findUnstorableDate, storableDateOrNull } from "../store/storable-dates";
import { FRESH, type SyncServices } from "../sync-services";
import { writeIsolated } from "../store/write-isolated";

/** Jobs that may have open executions. A scheduled one has none yet, and is about to. */
const ACTIVE = ["IN_PROGRESS", "SCHEDULED", "DELETION_IN_PROGRESS"] as const;

/**
 * Reads which jobs are active, and has the new ones read next, and those whose status has changed.
 *
 * A job canceled without force is on none of these lists, while devices still work on it (facts 2.6): what was active
 * here is read on until nothing of it is open, and others are met by `scanCanceledJobs`. Jobs with a group as filter would
 * leave SCHEDULED ones out (complaints 13), so none is used.
 *
 * Calls: one ListJobs a page of 250 jobs and status.
 */
export async function syncJobs(services: SyncServices): Promise<Result<void, ReadFailure>> {
  const began = await readClock(services);
  for (const status of ACTIVE) {
    let cursor: string | null = null;
    do {
      await services.acquire("ListJobs");
      const page = await services.iot.listJobs(
        { status, selection: null, group: null, namespace: null },
        cursor,
        FRESH,
      );
      if (!page.ok) return fail(page.failure);
      await upsertJobs(services, page.value.rows, began);
      cursor = page.value.cursor;
    } while (cursor !== null);
  }
  await keepUnlisted(services, began);
  await keepListedAt(services, began);
  return ok(undefined);
}

/** The database's clock: instances need not agree on the time. */
export async function readClock({ kysely }: SyncServices): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(kysely);
  return rows[0]!.now;
}

type ListedJob = Pick<JobSummary, "jobId" | "status" | "createdAt" | "lastUpdatedAt">;

/**
 * A job whose dates the store would refuse is read without them; one that it refuses all the same is left out.
 *
 * @param isUrgent the new ones are read before all others
 */
export async function upsertJobs(
  services: SyncServices,
  jobs: readonly ListedJob[],
  listedAt: Date,
  isUrgent = true,
): Promise<void> {
  if (jobs.length === 0) return;
  const storable = jobs.map(({ jobId, status, createdAt, lastUpdatedAt }) => {
    const reason = findUnstorableDate({ createdAt, lastUpdatedAt });
    if (reason !== null)
      services.onRowRefused?.({ jobId, thingName: null }, `${reason}; it is read without it`);
    return {
      jobId,
      status,
      createdAt: storableDateOrNull(createdAt),
      lastUpdatedAt: storableDateOrNull(lastUpdatedAt),
    };
  });
  const refused = await services.kysely
    .transaction()
    .execute((transaction) =>
      writeIsolated(transaction, storable, (some) =>
        keepListed({ ...services, kysely: transaction }, some, listedAt, isUrgent),
      ),
    );
  for (const { row, reason } of refused)
    services.onRowRefused?.({ jobId: row.jobId, thingName: null }, reason);
}

async function keepListed(
  { kysely, fleetId }: SyncServices,
  jobs: readonly ListedJob[],
  listedAt: Date,
  isUrgent: boolean,
): Promise<void> {
  const rows = JSON.stringify(jobs);
  // A job that is new, or has another status, is read before all others: its next time is the beginning of time. One with
  // another time only is due by now, and no more: nowhere is it said when AWS moves that, and did it so with each
  // execution, some jobs would be read over and over, and the others never.
  await sql`
    insert into indexed_job as known
      (fleet_id, job_id, status, created_at, last_updated_at, listed_at, round, next_at)
    select ${fleetId}, "jobId", status, "createdAt", "lastUpdatedAt", ${listedAt}, 0,
      case when ${isUrgent} then 'epoch' else clock_timestamp() end
    from json_to_recordset(${rows}::json)
      as listed ("jobId" text, status text, "createdAt" timestamptz, "lastUpdatedAt" timestamptz)
    on conflict (fleet_id, job_id) do update set
      status = excluded.status,
      created_at = excluded.created_at,
      listed_at = excluded.listed_at,
      last_updated_at = excluded.last_updated_at,
      next_at = case
        when known.status <> excluded.status then 'epoch'
        when known.last_updated_at is distinct from excluded.last_updated_at
          then least(known.next_at, clock_timestamp())
        else known.next_at end
  `.execute(kysely);
  await upsertNames(
    kysely,
    fleetId,
    "job",
    jobs.map(({ jobId }) => jobId),
  );
}

/** On no list any more: over, canceled or deleted. What was open of it is looked at next. */
async function keepUnlisted({ kysely, fleetId }: SyncServices, listedAt: Date): Promise<void> {
  await sql`
    update indexed_job set status = 'unlisted', next_at = 'epoch'
    where fleet_id = ${fleetId} and listed_at < ${listedAt} and status <> 'unlisted'
  `.execute(kysely);
}

async function keepListedAt({ kysely, fleetId }: SyncServices, listedAt: Date): Promise<void> {
  await sql`
    insert into index_state (fleet_id, jobs_listed_at, seen_at)
    values (${fleetId}, ${listedAt}, clock_timestamp())
    on conflict (fleet_id) do update set jobs_listed_at = excluded.jobs_listed_at
  `.execute(kysely);
}
