import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { findDueJob, type Turns } from "./find-due-job";
import { recomputeDue } from "../store/upsert-executions";
import { enrichOnce } from "../enrich/enrichment-loop";
import { pause } from "./pause";
import { deferJob } from "./defer-job";
import { formatFailureColumn } from "../store/failure-column";
import { syncJob } from "./sync-job";
import { syncJobs } from "./sync-jobs";
import type { SyncServices } from "../sync-services";
import { startReading, soundSince } from "@/lib/server/trends/record-samples";
import { createIndexMaintenance } from "./maintain-index";
import { type CanceledScan, scanCanceledJobs } from "./scan-canceled-jobs";

/** New jobs are met so soon at the earliest; a long list of jobs makes it some times what its reading took. */
const LIST_JOBS_EVERY_MS = 15_000;
const LISTING_SHARE = 4;
const IDLE_MS = 500;

/**
 * Where AWS does not tell the list of jobs, those that are known are read on: its quota is used by others too, and may be
 * theirs for hours. It is asked for again after this where it is refused, and else twice as long each time.
 */
const LIST_JOBS_AGAIN_MS = 60_000;

/** So long at a time it is reckoned what has come due. */
const RECOMPUTE_MS = 1_000;

/** After a failure everything waits, twice as long each time: nothing is gained by asking what is not answered. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Reads a fleet's open executions into the index, over and over until told to end.
 *
 * What is due by now → which jobs are active → a slice of the job that is due first → and again. Closer looks are made
 * beside it, by `runEnrichmentLoop`. All that it knows stands in the store, so that it can be cut off anywhere. What AWS
 * refuses or does not answer is kept as the index's state, which every page that uses the index shows; rows keep the time
 * at which they were true. What it refuses of one job or execution waits, and all else goes on.
 */
export async function syncIndex(services: SyncServices, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  const progress = beginning();
  const maintain = createIndexMaintenance(services);
  await startReading(services);
  while (!signal.aborted) {
    const step = await syncOnce(services, progress);
    await saveState(services, step.ok ? progress.refused : step.failure);
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

/** Reads and looks until nothing is due, once: a quiet fleet is then as AWS had it. */
export async function syncUntilQuiet(services: SyncServices): Promise<Result<void, ReadFailure>> {
  const progress = beginning();
  for (;;) {
    const step = await syncOnce(services, progress);
    if (!step.ok) return step;
    const looked = await enrichOnce(services);
    if (!looked.ok) return looked;
    if (!step.value && !looked.value) return progress.refused ? fail(progress.refused) : ok(undefined);
  }
}

/** All that is not in the store, as nothing is lost with it. */
interface Progress extends Turns {
  /** When the list of active jobs is to be read next. */
  listAt: number;
  /** Why AWS does not tell that list. */
  refused: ReadFailure | null;
  listPauseMs: number;
  canceled: CanceledScan;
  /** How many slices of jobs were read. */
  slices: number;
  /** Jobs that AWS had an error for the last time. */
  failed: Map<string, FailedJob>;
  /** What the slices of a job's round that is under way took, in ms. After a restart it counts from there on. */
  spentMs: Map<string, number>;
}

interface FailedJob {
  /** How many slices of any job had been read when it failed last. */
  slices: number;
  /** How often in a row it was put off. */
  deferred: number;
}

const beginning = (): Progress => ({
  smallUntil: 0,
  listAt: 0,
  refused: null,
  listPauseMs: FIRST_PAUSE_MS,
  canceled: { nextAt: 0, underWay: null },
  slices: 0,
  failed: new Map(),
  spentMs: new Map(),
});

/** @returns whether there was anything to do */
async function syncOnce(services: SyncServices, progress: Progress): Promise<Result<boolean, ReadFailure>> {
  const isMoreDue = await recomputeForAWhile(services);
  await listWhenDue(services, progress);
  const hasScanned = await scanCanceledJobs(services, progress.canceled);
  const read = await readDueJob(services, progress);
  if (!read.ok) return read;
  return ok(read.value || hasScanned || isMoreDue);
}

/** A slice of a big job takes seconds, and what was sent to many things at once is due at once. @returns whether there is more */
async function recomputeForAWhile(services: SyncServices): Promise<boolean> {
  const endsAt = performance.now() + RECOMPUTE_MS;
  let isMore = true;
  while (isMore && performance.now() < endsAt) isMore = await recomputeDue(services.kysely, services);
  return isMore;
}

async function listWhenDue(services: SyncServices, progress: Progress): Promise<void> {
  const beganAt = performance.now();
  if (beganAt < progress.listAt) return;
  const listed = await syncJobs(services);
  const endedAt = performance.now();
  progress.refused = listed.ok ? null : listed.failure;
  if (listed.ok) {
    progress.listAt = endedAt + Math.max(LIST_JOBS_EVERY_MS, LISTING_SHARE * (endedAt - beganAt));
    progress.listPauseMs = FIRST_PAUSE_MS;
    return;
  }
  progress.listAt = endedAt + (isRefusal(listed.failure) ? LIST_JOBS_AGAIN_MS : progress.listPauseMs);
  progress.listPauseMs = Math.min(progress.listPauseMs * 2, LONGEST_PAUSE_MS);
}

/** @returns whether there was one */
async function readDueJob(services: SyncServices, progress: Progress): Promise<Result<boolean, ReadFailure>> {
  const job = await findDueJob(services, progress);
  if (!job) return ok(false);
  const { job_id: jobId, round_step: step } = job;
  const beganAt = performance.now();
  const spentMs = step === null ? 0 : (progress.spentMs.get(jobId) ?? 0);
  const read = await syncJob(services, job, spentMs);
  const tookMs = performance.now() - beganAt;
  if (read.ok) {
    progress.failed.delete(jobId);
    if (read.value === "goes-on") progress.spentMs.set(jobId, spentMs + tookMs);
    else progress.spentMs.delete(jobId);
    progress.slices += 1;
  } else if (isRefusal(read.failure)) {
    progress.failed.delete(jobId);
    await deferJob(services, jobId, read.failure);
  } else if (isOfThisJobAlone(progress, jobId, read.failure)) {
    const failed = progress.failed.get(jobId)!;
    await deferJob(services, jobId, read.failure, failed.deferred++);
  } else {
    await letOthersGoFirst(services, jobId);
    return read;
  }
  if (step !== null) progress.smallUntil = performance.now() + tookMs;
  return ok(true);
}

/**
 * Whether AWS had an error for it the last time too, and answered others meanwhile: then it waits as one that is refused
 * does. Nobody would be told of any alert for as long as one job of the fleet cannot be read.
 */
function isOfThisJobAlone({ slices, failed }: Progress, jobId: string, { kind }: ReadFailure): boolean {
  if (kind !== "unavailable") return false;
  const before = failed.get(jobId);
  failed.set(jobId, { slices, deferred: before?.deferred ?? 0 });
  return before !== undefined && before.slices < slices;
}

/** What AWS does not answer may be the trouble of this one job: it goes to the end of the line of those that are due. */
async function letOthersGoFirst({ kysely, fleetId }: SyncServices, jobId: string): Promise<void> {
  await sql`
    update indexed_job set next_at = clock_timestamp() where fleet_id = ${fleetId} and job_id = ${jobId}
  `.execute(kysely);
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
