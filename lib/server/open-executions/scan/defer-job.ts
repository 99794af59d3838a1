import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { deleteFinishedJob } from "./delete-finished-job";
import { formatFailureColumn } from "../store/failure-column";
import type { SyncServices } from "../sync-services";

/** After a permission is granted, the job is read within this time. A thousand refused jobs cost less than 2 calls a second. */
const DEFER_MINUTES = 10;

/** An error of AWS may be over soon: its job waits for this long, then twice as long each time, up to the above. */
const FIRST_DEFER_MINUTES = 1;

/**
 * Defers a job that AWS refuses to let us read, as IAM can by its tags or name, or has an error for each time. All other
 * jobs are read meanwhile. Until the job is read again, the index says that it is not.
 *
 * Deletes the job if it is on no list of active jobs and nothing of it is open.
 *
 * @param deferrals how often in a row it was deferred before
 */
export async function deferJob(
  services: SyncServices,
  jobId: string,
  failure: ReadFailure,
  deferrals = 0,
): Promise<void> {
  const { kysely, fleetId } = services;
  const minutes = isRefusal(failure)
    ? DEFER_MINUTES
    : Math.min(DEFER_MINUTES, FIRST_DEFER_MINUTES * 2 ** deferrals);
  await sql`
    update indexed_job set refused = ${formatFailureColumn(failure)},
      next_at = clock_timestamp() + make_interval(mins => ${minutes}::integer)
    where fleet_id = ${fleetId} and job_id = ${jobId}
  `.execute(kysely);
  await deleteFinishedJob(services, jobId);
}
