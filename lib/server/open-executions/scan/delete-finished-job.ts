import { sql } from "kysely";
import type { SyncServices } from "../sync-services";

/** Deletes a job from the index if it is on no list of active jobs and none of its executions is open. */
export async function deleteFinishedJob({ kysely, fleetId }: SyncServices, jobId: string): Promise<void> {
  await sql`
    delete from indexed_job as job
    where fleet_id = ${fleetId} and job_id = ${jobId} and status in ('unlisted', 'CANCELED')
      and not exists (
        select from open_execution
        where open_execution.fleet_id = job.fleet_id and open_execution.job_id = job.job_id)
  `.execute(kysely);
}
