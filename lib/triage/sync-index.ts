import { sql } from "kysely";
import { isRefusal, type ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import { reckonDue } from "./keep-executions";
import { lookAtSuspects } from "./look-at-suspects";
import { lookUpHinted } from "./look-up-hinted";
import { pause } from "./pause";
import { putOffJob } from "./put-off-job";
import { syncJob, type SyncJob } from "./sync-job";
import { syncJobs } from "./sync-jobs";
import type { SyncServices } from "./sync-services";
import { beginReading, soundSince } from "./take-stock";
import { createTending } from "./tend-index";

/** New jobs are met so soon at the earliest; a long list of jobs makes it some times what its reading took. */
const LIST_JOBS_EVERY_MS = 15_000;
const LISTING_SHARE = 4;
const IDLE_MS = 500;

/** Where AWS refuses the list of jobs, those that are known are read on, and it is asked for again after this. */
const LIST_JOBS_AGAIN_MS = 60_000;

/** After a failure everything waits, twice as long each time: nothing is gained by asking what is not answered. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Reads a fleet's open executions into the index, over and over until told to end.
 *
 * What is due by now → what events have told of → which jobs are active → a slice of the job that is due first → a closer
 * look at a few suspects → and again. All that it knows stands in the store, so that it can be cut off anywhere. What AWS
 * refuses or does not answer is kept as the index's state, which every page that uses the index shows; rows keep the time
 * at which they were true. What it refuses of one job or execution waits, and all else goes on.
 */
export async function syncIndex(services: SyncServices, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  const listing: Listing = { nextAt: 0, refused: null };
  const tend = createTending(services);
  await beginReading(services);
  while (!signal.aborted) {
    const step = await syncOnce(services, listing);
    await keepState(services, step.ok ? listing.refused : step.failure);
    if (!step.ok) {
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      continue;
    }
    pauseMs = FIRST_PAUSE_MS;
    await tend();
    if (!step.value) await pause(IDLE_MS, signal);
  }
}

/** Reads until nothing is due, once: a quiet fleet is then as AWS had it. */
export async function syncUntilQuiet(services: SyncServices): Promise<Result<void, ReadFailure>> {
  const listing: Listing = { nextAt: 0, refused: null };
  for (;;) {
    const step = await syncOnce(services, listing);
    if (!step.ok) return step;
    if (!step.value) return listing.refused ? fail(listing.refused) : ok(undefined);
  }
}

/** Of the list of active jobs: when it is to be read next, and why AWS refuses it. */
interface Listing {
  nextAt: number;
  refused: ReadFailure | null;
}

/** @returns whether there was anything to do */
async function syncOnce(services: SyncServices, listing: Listing): Promise<Result<boolean, ReadFailure>> {
  const isMoreDue = await reckonDue(services.kysely, services);
  const hinted = await lookUpHinted(services);
  if (!hinted.ok) return hinted;
  const listed = await listWhenDue(services, listing);
  if (!listed.ok) return listed;
  const job = await findDueJob(services);
  if (job) {
    const read = await syncJob(services, job);
    if (!read.ok && !isRefusal(read.failure)) return read;
    if (!read.ok) await putOffJob(services, job.job_id, read.failure);
  }
  const looked = await lookAtSuspects(services);
  if (!looked.ok) return looked;
  return ok(job !== undefined || looked.value || hinted.value || isMoreDue);
}

async function listWhenDue(services: SyncServices, listing: Listing): Promise<Result<void, ReadFailure>> {
  const beganAt = performance.now();
  if (beganAt < listing.nextAt) return ok(undefined);
  const listed = await syncJobs(services);
  if (!listed.ok && !isRefusal(listed.failure)) return listed;
  listing.refused = listed.ok ? null : listed.failure;
  const tookMs = performance.now() - beganAt;
  const pauseMs = listed.ok ? Math.max(LIST_JOBS_EVERY_MS, LISTING_SHARE * tookMs) : LIST_JOBS_AGAIN_MS;
  listing.nextAt = performance.now() + pauseMs;
  return ok(undefined);
}

async function findDueJob({ kysely, fleetId }: SyncServices): Promise<SyncJob | undefined> {
  const { rows } = await sql<SyncJob>`
    select job_id, status, created_at, described_at, queued_count, in_progress_count, round, round_step, round_cursor,
      round_began_at
    from indexed_job
    where fleet_id = ${fleetId} and next_at <= clock_timestamp()
    order by next_at, created_at desc
    limit 1
  `.execute(kysely);
  return rows[0];
}

async function keepState({ kysely, fleetId }: SyncServices, failure: ReadFailure | null): Promise<void> {
  const failing = failure?.kind ?? null;
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
