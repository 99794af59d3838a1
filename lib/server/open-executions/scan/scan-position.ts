import { sql } from "kysely";
import type { JobScan } from "./job-scan";
import type { SyncServices } from "../sync-services";

/** How far a scan has come. */
export type ScanPosition = Pick<JobScan, "scanId" | "step" | "cursor">;

/**
 * Advances a scan from one position to the next, and makes its job due again, behind those that have waited longer.
 *
 * Compares before it writes: if another reader has advanced the scan, nothing is written, and this reader has to stop.
 *
 * @returns the new position; null: another reader has the scan
 */
export async function advanceScan(
  { kysely, fleetId }: SyncServices,
  jobId: string,
  from: ScanPosition,
  to: Omit<ScanPosition, "scanId">,
): Promise<ScanPosition | null> {
  const { rows } = await sql`
    update indexed_job set round_step = ${to.step}::text, round_cursor = ${to.cursor}::text, refused = null,
      next_at = least(round_began_at, clock_timestamp())
    where fleet_id = ${fleetId} and job_id = ${jobId} and round = ${from.scanId}
      and round_step is not distinct from ${from.step}::text
      and round_cursor is not distinct from ${from.cursor}::text
    returning job_id
  `.execute(kysely);
  return rows.length === 0 ? null : { scanId: from.scanId, ...to };
}
