import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { deferJob } from "./defer-job";
import { findDueJob } from "./find-due-job";
import { scanJobSlice } from "./scan-job";
import type { SyncProgress } from "./sync-progress";
import type { SyncServices } from "../sync-services";

/**
 * Scans the job that is due first, by one slice.
 *
 * A job that AWS refuses is deferred, and the scans of all others go on. A job is also deferred if AWS fails to read it
 * twice in a row, but answers about other jobs in between. Otherwise no alert could start or end while one job of the
 * fleet cannot be read.
 *
 * @returns whether a job was due; or a failure that may concern all jobs
 */
export async function scanDueJob(
  services: SyncServices,
  progress: SyncProgress,
): Promise<Result<boolean, ReadFailure>> {
  const job = await findDueJob(services, progress);
  if (!job) return ok(false);
  const { jobId, step } = job;
  const beganAt = performance.now();
  const spentMs = step === null ? 0 : (progress.spentMs.get(jobId) ?? 0);
  const read = await scanJobSlice(services, job, spentMs);
  const tookMs = performance.now() - beganAt;
  if (read.ok) {
    progress.failed.delete(jobId);
    progress.slicesRead += 1;
    if (read.value === "continues") progress.spentMs.set(jobId, spentMs + tookMs);
    else progress.spentMs.delete(jobId);
  } else {
    const isDeferred = await deferOrRequeue(services, progress, jobId, read.failure);
    if (!isDeferred) return read;
  }
  if (step !== null) progress.smallJobsUntil = performance.now() + tookMs;
  return ok(true);
}

/** @returns whether the job was deferred. Otherwise it is due again, behind all others. */
async function deferOrRequeue(
  services: SyncServices,
  { failed, slicesRead }: SyncProgress,
  jobId: string,
  failure: ReadFailure,
): Promise<boolean> {
  if (isRefusal(failure)) {
    failed.delete(jobId);
    await deferJob(services, jobId, failure);
    return true;
  }
  const before = failed.get(jobId);
  const isOnlyThisJob =
    failure.kind === "unavailable" && before !== undefined && before.slicesRead < slicesRead;
  const deferrals = before?.deferrals ?? 0;
  if (failure.kind === "unavailable")
    failed.set(jobId, { slicesRead, deferrals: isOnlyThisJob ? deferrals + 1 : deferrals });
  if (isOnlyThisJob) await deferJob(services, jobId, failure, deferrals);
  else await moveBehindOthers(services, jobId);
  return isOnlyThisJob;
}

/** The failure may concern this job only, so the others that are due go first. */
async function moveBehindOthers({ kysely, fleetId }: SyncServices, jobId: string): Promise<void> {
  await sql`
    update indexed_job set next_at = clock_timestamp() where fleet_id = ${fleetId} and job_id = ${jobId}
  `.execute(kysely);
}
