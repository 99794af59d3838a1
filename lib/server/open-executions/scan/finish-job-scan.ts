import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { deleteFinishedJob } from "./delete-finished-job";
import { dropJob } from "./drop-job";
import type { JobScan, SliceEnd } from "./job-scan";
import { resolveUnseen } from "./resolve-unseen";
import { advanceScan } from "./scan-position";
import type { SyncServices } from "../sync-services";

/**
 * A job rests between two scans for four times what the last one cost, within these bounds. Only slices that succeeded
 * count as cost. The time from the first slice to the last would be no measure of it: AWS may have hung for a minute in
 * between, or the console was stopped.
 */
const LEAST_REST_MS = 10_000;
const REST_PER_COST = 4;
const LONGEST_REST_MS = 600_000;

/**
 * Resolves a few of the executions that the scan has not seen; with the last of them the scan ends, and its job rests.
 *
 * @param costSinceMs when the scan started by the clock of `performance`, had its slices followed one another without
 *   pauses: now, less the time that they took
 */
export async function finishJobScan(
  services: SyncServices,
  scan: JobScan,
  costSinceMs: number,
): Promise<Result<SliceEnd, ReadFailure>> {
  const resolved = await resolveUnseen(services, scan);
  if (!resolved.ok && !isRefusal(resolved.failure)) return resolved;
  // What AWS refuses to answer about stays as it was read last, and the next scan reads it again.
  const step = resolved.ok ? resolved.value : "done";
  if (step === "gone") {
    await dropJob(services, scan.jobId);
    return ok("ended");
  }
  if (step !== "done") {
    await advanceScan(services, scan.jobId, scan, { step: "vanished", cursor: step.cursor });
    return ok("continues");
  }
  const costMs = performance.now() - costSinceMs;
  await endScan(services, scan, Math.min(LONGEST_REST_MS, Math.max(LEAST_REST_MS, REST_PER_COST * costMs)));
  return ok("ended");
}

async function endScan(services: SyncServices, { jobId, scanId }: JobScan, restMs: number): Promise<void> {
  const { kysely, fleetId } = services;
  await sql`
    update indexed_job set
      round_step = null, round_cursor = null, read_at = round_began_at, refused = null,
      next_at = clock_timestamp() + make_interval(secs => ${restMs / 1_000})
    where fleet_id = ${fleetId} and job_id = ${jobId} and round = ${scanId}
  `.execute(kysely);
  await deleteFinishedJob(services, jobId);
}
