import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { forgetFinishedJob } from "./forget-finished-job";
import { formatFailureColumn } from "../store/failure-column";
import type { SyncServices } from "../sync-services";

/** Whoever mends a permission sees the job within this time. A thousand refused jobs cost less than 2 calls a second. */
const DEFER_MINUTES = 10;

/** An error of AWS may be over soon: its job waits for this long, then twice as long each time, up to the above. */
const FIRST_DEFER_MINUTES = 1;

/**
 * Has a job wait whose reading AWS refuses, as IAM may by its tags or name, or has an error for each time, so that all
 * others are read. Until it is answered again the index says that it is refused.
 *
 * One that is on no list of active jobs any more, and of which nothing is open here, is forgotten: nobody misses it.
 *
 * @param before how often in a row it was put off before
 */
export async function deferJob(
  services: SyncServices,
  jobId: string,
  failure: ReadFailure,
  before = 0,
): Promise<void> {
  const { kysely, fleetId } = services;
  const minutes = isRefusal(failure)
    ? DEFER_MINUTES
    : Math.min(DEFER_MINUTES, FIRST_DEFER_MINUTES * 2 ** before);
  await sql`
    update indexed_job set refused = ${formatFailureColumn(failure)},
      next_at = clock_timestamp() + make_interval(mins => ${minutes}::integer)
    where fleet_id = ${fleetId} and job_id = ${jobId}
  `.execute(kysely);
  await forgetFinishedJob(services, jobId);
}
