import type { Job } from "@/lib/core/domain/job";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { JobScan } from "./job-scan";
import { storableDateOrNull } from "../store/storable-dates";
import { FRESH, type SyncServices } from "../sync-services";

/** AWS's counters are eventually consistent, so a zero proves nothing while the job is younger than this. */
const COUNTERS_LAG_MS = 60_000;

/**
 * Describes the job, saves the facts that triage needs, and starts a scan of the job at its first list that is not
 * empty.
 *
 * Calls: 1 DescribeJob.
 *
 * @returns null: another reader has started one meanwhile
 */
export async function startJobScan(
  services: SyncServices,
  job: JobScan,
): Promise<Result<JobScan | null, ReadFailure>> {
  await services.acquire("DescribeJob");
  const described = await services.iot.describeJob(job.jobId, FRESH);
  if (!described.ok) return fail(described.failure);
  const { counts, timeoutMinutes, rollout, scheduling, namespaceId, readAt } = described.value;
  // A zero counts if it was zero the last time too, or if the job is old enough for the counters to know it.
  const isOld = job.createdAt !== null && readAt.getTime() - job.createdAt.getTime() > COUNTERS_LAG_MS;
  const atLeast = (now: number, before: number | null) => (isOld || before === 0 ? now : Math.max(1, now));
  const queuedCount = atLeast(counts.QUEUED, job.queuedCount);
  const inProgressCount = atLeast(counts.IN_PROGRESS, job.inProgressCount);
  const scan: JobScan = {
    ...job,
    scanId: job.scanId + 1,
    step: queuedCount > 0 ? "QUEUED" : stepAfter("QUEUED", inProgressCount === 0),
    cursor: null,
    startedAt: readAt,
    queuedCount,
    inProgressCount,
  };
  const saved = await services.kysely
    .updateTable("indexed_job")
    .set({
      described_at: readAt,
      timeout_minutes: timeoutMinutes,
      rollout_per_minute: rollout.maximumPerMinute ?? rollout.exponentialRate?.baseRatePerMinute ?? null,
      scheduled_at: scheduledAt(scheduling),
      namespace_id: namespaceId ?? "",
      queued_count: counts.QUEUED,
      in_progress_count: counts.IN_PROGRESS,
      round: scan.scanId,
      round_step: scan.step,
      round_cursor: null,
      round_began_at: readAt,
    })
    .where("fleet_id", "=", services.fleetId)
    .where("job_id", "=", job.jobId)
    .where("round", "=", job.scanId)
    .returning("job_id")
    .execute();
  return ok(saved.length === 0 ? null : scan);
}

/** QUEUED is read before IN_PROGRESS, so that an execution that starts in between is seen. */
export function stepAfter(step: JobScan["step"], isNoneInProgress: boolean): JobScan["step"] {
  return step === "QUEUED" && !isNoneInProgress ? "IN_PROGRESS" : "vanished";
}

/** AWS's text has no zone and means UTC: `2026-11-23T12:00`. */
function scheduledAt({ startTime }: Job["scheduling"]): Date | null {
  const at = startTime === null ? NaN : Date.parse(`${startTime}Z`);
  return Number.isNaN(at) ? null : storableDateOrNull(new Date(at));
}
