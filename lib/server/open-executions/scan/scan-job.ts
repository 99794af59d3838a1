import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { dropJob } from "./drop-job";
import { finishJobScan } from "./finish-job-scan";
import type { JobScan, SliceEnd } from "./job-scan";
import { advanceScan, type ScanPosition } from "./scan-position";
import { startJobScan, stepAfter } from "./start-job-scan";
import { upsertExecutions } from "../store/upsert-executions";
import { FRESH, type SyncServices } from "../sync-services";
import { withFleetLock } from "../store/with-fleet-lock";

/** A slice of a big job is this many pages: then other due work goes on. */
const SLICE_PAGES = 20;
const PAGE_SIZE = 250;
export const SLICE_EXECUTIONS = SLICE_PAGES * PAGE_SIZE;

/**
 * Starts a scan of one job's open executions, or continues it, by one slice.
 *
 * The steps of a scan: DescribeJob (timeout, rollout, counters) → the QUEUED executions, page by page → the IN_PROGRESS
 * ones → a lookup of the executions that the scan has not seen, which have ended or moved. The position is saved with each
 * page, so a restart continues there. A reader whose scan another one has taken over finds another position, and stops.
 *
 * Calls: 1 DescribeJob a scan, 1 ListJobExecutionsForJob a page of 250 and per status that has any, and those of the lookup.
 *
 * @param spentMs what the earlier slices of this scan took
 */
export async function scanJobSlice(
  services: SyncServices,
  job: JobScan,
  spentMs = 0,
): Promise<Result<SliceEnd, ReadFailure>> {
  const costSinceMs = performance.now() - spentMs;
  const started = job.step === null ? await startJobScan(services, job) : ok(job);
  if (!started.ok) return started.failure.kind === "not-found" ? dropDeleted(services, job) : started;
  if (started.value === null) return ok("ended");
  const scan = started.value;
  let position: ScanPosition = scan;

  for (let pages = 0; pages < SLICE_PAGES; pages++) {
    const { step, cursor } = position;
    if (step === "vanished" || step === null)
      return finishJobScan(services, { ...scan, step, cursor }, costSinceMs);
    const requestedAt = new Date();
    await services.acquire("ListJobExecutionsForJob");
    const page = await services.iot.listExecutionsForJob(job.jobId, step, cursor, FRESH);
    if (!page.ok && page.failure.kind === "not-found") return dropDeleted(services, job);
    if (!page.ok && page.failure.kind === "invalid-request" && cursor !== null) {
      // AWS no longer accepts its token: the next slice starts another scan.
      await advanceScan(services, job.jobId, position, { step: null, cursor: null });
      return ok("ended");
    }
    if (!page.ok) return fail(page.failure);

    const rows = page.value.rows.map((row) => ({ ...row, readAt: page.value.readAt }));
    const nextCursor = page.value.cursor;
    // An execution that starts while the queued ones are read leaves their list. So a count of zero that was read before
    // them holds for one page only.
    const isNoneInProgress = scan.inProgressCount === 0 && job.step === null && pages === 0;
    const next = { step: nextCursor === null ? stepAfter(step, isNoneInProgress) : step, cursor: nextCursor };
    const from = position;
    const advanced = await withFleetLock(services.kysely, services.fleetId, async (transaction) => {
      const to = await advanceScan({ ...services, kysely: transaction }, job.jobId, from, next);
      if (to) await upsertExecutions(transaction, services, rows, scan.scanId, requestedAt);
      return to;
    });
    if (advanced === null) return ok("ended");
    position = advanced;
  }
  return ok("continues");
}

async function dropDeleted(
  services: SyncServices,
  { jobId }: JobScan,
): Promise<Result<SliceEnd, ReadFailure>> {
  await dropJob(services, jobId);
  return ok("ended");
}
