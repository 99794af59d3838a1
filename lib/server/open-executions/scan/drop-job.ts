import { endExecutions } from "../store/end-executions";
import type { SyncServices } from "../sync-services";

/** As many rows as a page has: all rows of their things are written in one transaction. */
const DROPPED_AT_ONCE = 250;
const BATCHES_AT_ONCE = 20;

/**
 * Removes a job that AWS no longer knows, and all of its executions, from the index. A big job needs several calls: until
 * the last one the job itself stays, and is due again.
 */
export async function dropJob(services: SyncServices, jobId: string): Promise<void> {
  const { kysely, fleetId } = services;
  for (let batches = 0; batches < BATCHES_AT_ONCE; batches++) {
    const open = await kysely
      .selectFrom("open_execution")
      .select(["job_id as jobId", "thing_name as thingName", "execution_number as executionNumber"])
      .where("fleet_id", "=", fleetId)
      .where("job_id", "=", jobId)
      .limit(DROPPED_AT_ONCE)
      .execute();
    const ended = open.map((row) => ({ ...row, status: "gone" }));
    await endExecutions(kysely, services, ended, new Date());
    if (open.length === DROPPED_AT_ONCE) continue;
    await kysely
      .deleteFrom("indexed_job")
      .where("fleet_id", "=", fleetId)
      .where("job_id", "=", jobId)
      .execute();
    return;
  }
}
