import { sql } from "kysely";
import type { JobSummary } from "@/lib/core/domain/job";
import { upsertNames } from "@/lib/server/names/upsert-names";
import { findUnstorableDate, storableDateOrNull } from "./storable-dates";
import type { SyncServices } from "../sync-services";
import { writeIsolated } from "./write-isolated";

/** The database's clock: instances need not agree on the time. */
export async function readClock({ kysely }: Pick<SyncServices, "kysely">): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(kysely);
  return rows[0]!.now;
}

type ListedJob = Pick<JobSummary, "jobId" | "status" | "createdAt" | "lastUpdatedAt">;

/**
 * Writes jobs as AWS listed them. A date that the store would refuse is left out of its row; a row that it refuses all the
 * same is left out of the index.
 *
 * @param listedAt when the listing started, by the database's clock
 * @param isUrgent whether new jobs are scanned before all others
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
        upsertRows({ ...services, kysely: transaction }, some, listedAt, isUrgent),
      ),
    );
  for (const { row, reason } of refused)
    services.onRowRefused?.({ jobId: row.jobId, thingName: null }, reason);
}

/**
 * A job that is new, or whose status has changed, is scanned before all others: its next time is the epoch. A job whose
 * last update has changed only becomes due. AWS does not document when it changes that time; if it did so with each
 * execution, some jobs would be scanned over and over, and the others never.
 */
async function upsertRows(
  { kysely, fleetId }: SyncServices,
  jobs: readonly ListedJob[],
  listedAt: Date,
  isUrgent: boolean,
): Promise<void> {
  await sql`
    insert into indexed_job as known
      (fleet_id, job_id, status, created_at, last_updated_at, listed_at, round, next_at)
    select ${fleetId}, "jobId", status, "createdAt", "lastUpdatedAt", ${listedAt}, 0,
      case when ${isUrgent} then 'epoch' else clock_timestamp() end
    from json_to_recordset(${JSON.stringify(jobs)}::json)
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
