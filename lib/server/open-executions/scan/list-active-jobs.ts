import { sql } from "kysely";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { readClock, upsertJobs } from "../store/upsert-jobs";
import { FRESH, type SyncServices } from "../sync-services";

/** Jobs that may have open executions. A scheduled one has none yet, but will have. */
const ACTIVE = ["IN_PROGRESS", "SCHEDULED", "DELETION_IN_PROGRESS"] as const;

/**
 * Reads which jobs are active, and makes new ones, and those whose status has changed, due first.
 *
 * A job canceled without force is on none of these lists, while devices still work on it (facts 2.6). A job that was active
 * here is scanned until nothing of it is open; `scanCanceledJobs` finds the others. The lists are not filtered by group, as
 * AWS would leave SCHEDULED jobs out (complaints 13).
 *
 * Calls: 1 ListJobs a page of 250 jobs and status.
 */
export async function listActiveJobs(services: SyncServices): Promise<Result<void, ReadFailure>> {
  const startedAt = await readClock(services);
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
      await upsertJobs(services, page.value.rows, startedAt);
      cursor = page.value.cursor;
    } while (cursor !== null);
  }
  await markUnlisted(services, startedAt);
  await saveListedAt(services, startedAt);
  return ok(undefined);
}

/** Jobs that are on no list any more are completed, canceled or deleted: their open executions are read next. */
async function markUnlisted({ kysely, fleetId }: SyncServices, listedAt: Date): Promise<void> {
  await sql`
    update indexed_job set status = 'unlisted', next_at = 'epoch'
    where fleet_id = ${fleetId} and listed_at < ${listedAt} and status <> 'unlisted'
  `.execute(kysely);
}

async function saveListedAt({ kysely, fleetId }: SyncServices, listedAt: Date): Promise<void> {
  await sql`
    insert into index_state (fleet_id, jobs_listed_at, seen_at)
    values (${fleetId}, ${listedAt}, clock_timestamp())
    on conflict (fleet_id) do update set jobs_listed_at = excluded.jobs_listed_at
  `.execute(kysely);
}
