import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { listActiveJobs } from "./list-active-jobs";
import { createIndexMaintenance } from "./maintain-index";
import { pause } from "./pause";
import { scanCanceledJobs } from "./scan-canceled-jobs";
import { scanDueJob } from "./scan-due-job";
import { createSyncProgress, FIRST_PAUSE_MS, LONGEST_PAUSE_MS, type SyncProgress } from "./sync-progress";
import { enrichOnce } from "../enrich/enrichment-loop";
import { formatFailureColumn } from "../store/failure-column";
import { recomputeDue } from "../store/recompute-things";
import type { SyncServices } from "../sync-services";
import { startReading, soundSince } from "@/lib/server/trends/record-samples";

/** A new job is seen after this time at the earliest. A long list of jobs is read less often: it takes a fifth of the time. */
const LIST_JOBS_EVERY_MS = 15_000;
const LISTING_SHARE = 4;
const IDLE_MS = 500;

/**
 * Where AWS refuses the list of active jobs, it is requested again after this time, and known jobs are scanned meanwhile.
 * After any other failure the waits double: others use the same quota, and may use it up for hours.
 */
const LIST_JOBS_AGAIN_MS = 60_000;

/** Due executions are recomputed for this long at a time. */
const RECOMPUTE_MS = 1_000;

/**
 * Keeps a fleet's index in sync with AWS until the signal aborts.
 *
 * Each step recomputes what is due, lists the active jobs if it is time, and scans one slice of the job that is due first.
 * `runEnrichmentLoop` runs beside it. All progress that matters is in the store, so the process can be killed anywhere.
 * A failure of AWS is saved as the state of the index, which every page that uses the index shows; rows keep the time at
 * which they were read. A job or execution that AWS refuses is deferred, and everything else goes on.
 */
export async function syncIndex(services: SyncServices, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  const progress = createSyncProgress();
  const maintain = createIndexMaintenance(services);
  await startReading(services);
  while (!signal.aborted) {
    const step = await syncOnce(services, progress);
    await saveState(services, step.ok ? progress.listFailure : step.failure);
    if (!step.ok) {
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      continue;
    }
    pauseMs = FIRST_PAUSE_MS;
    await maintain();
    if (!step.value) await pause(IDLE_MS, signal);
  }
}

/** Syncs and enriches until nothing is due: the index of a fleet in which nothing changes then equals what AWS has. */
export async function syncUntilQuiet(services: SyncServices): Promise<Result<void, ReadFailure>> {
  const progress = createSyncProgress();
  for (;;) {
    const step = await syncOnce(services, progress);
    if (!step.ok) return step;
    const enriched = await enrichOnce(services);
    if (!enriched.ok) return enriched;
    if (!step.value && !enriched.value)
      return progress.listFailure ? fail(progress.listFailure) : ok(undefined);
  }
}

/** @returns whether there was anything to do */
async function syncOnce(
  services: SyncServices,
  progress: SyncProgress,
): Promise<Result<boolean, ReadFailure>> {
  const isMoreDue = await recomputeForAWhile(services);
  await listJobsWhenDue(services, progress);
  const hasScanned = await scanCanceledJobs(services, progress.canceled);
  const scanned = await scanDueJob(services, progress);
  if (!scanned.ok) return scanned;
  return ok(scanned.value || hasScanned || isMoreDue);
}

/**
 * Before each slice, which may take seconds: executions that were sent to many things at once become due at once.
 *
 * @returns whether more are due
 */
async function recomputeForAWhile(services: SyncServices): Promise<boolean> {
  const endsAt = performance.now() + RECOMPUTE_MS;
  let isMore = true;
  while (isMore && performance.now() < endsAt) isMore = await recomputeDue(services.kysely, services);
  return isMore;
}

async function listJobsWhenDue(services: SyncServices, progress: SyncProgress): Promise<void> {
  const beganAt = performance.now();
  if (beganAt < progress.listAt) return;
  const listed = await listActiveJobs(services);
  const endedAt = performance.now();
  progress.listFailure = listed.ok ? null : listed.failure;
  if (listed.ok) {
    progress.listAt = endedAt + Math.max(LIST_JOBS_EVERY_MS, LISTING_SHARE * (endedAt - beganAt));
    progress.listPauseMs = FIRST_PAUSE_MS;
    return;
  }
  progress.listAt = endedAt + (isRefusal(listed.failure) ? LIST_JOBS_AGAIN_MS : progress.listPauseMs);
  progress.listPauseMs = Math.min(progress.listPauseMs * 2, LONGEST_PAUSE_MS);
}

async function saveState({ kysely, fleetId }: SyncServices, failure: ReadFailure | null): Promise<void> {
  const failing = failure && formatFailureColumn(failure);
  await sql`
    insert into index_state as state (fleet_id, failing, failing_since, seen_at)
    values (${fleetId}, ${failing}::text, case when ${failing}::text is not null then clock_timestamp() end,
      clock_timestamp())
    on conflict (fleet_id) do update set
      failing = excluded.failing,
      failing_since = case when excluded.failing is null then null
        else coalesce(state.failing_since, excluded.failing_since) end,
      sound_since = case when excluded.failing is null then ${soundSince("state")} else state.sound_since end,
      seen_at = excluded.seen_at
    where state.failing is distinct from excluded.failing
      or state.seen_at < clock_timestamp() - interval '5 seconds'
  `.execute(kysely);
}
