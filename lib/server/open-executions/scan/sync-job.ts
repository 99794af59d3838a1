import { sql } from "kysely";
import type { Job } from "@/lib/core/domain/job";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { endExecutions } from "../store/end-executions";
import { forgetFinishedJob } from "./forget-finished-job";
import { upsertExecutions } from "../store/upsert-executions";
import type { SyncJob } from "./job-progress";
import { lookUpMissing } from "./look-up-missing";
import { storableDateOrNull } from "../store/storable-dates";
import { FRESH, type SyncServices } from "../sync-services";
import { withFleetLock } from "../store/with-fleet-lock";

/** A slice of a big job is so many pages: then whatever else is due has its turn. */
const SLICE_PAGES = 20;
const PAGE_SIZE = 250;
export const SLICE_EXECUTIONS = SLICE_PAGES * PAGE_SIZE;

/**
 * A job rests between two rounds: for this long at least, for a few times what its reading cost, and not for longer than
 * this. Only slices that went well count as cost. The time from the first slice to the last is no measure of it: AWS may
 * have hung for a minute in between, or the console was stopped.
 */
const LEAST_INTERVAL_MS = 10_000;
const INTERVAL_PER_ROUND = 4;
const LONGEST_INTERVAL_MS = 600_000;

/** AWS's counters are eventually consistent, so a zero of a young job proves nothing. */
const COUNTERS_LAG_MS = 60_000;

/** Whether a later slice goes on with this scan of the job. */
type SliceEnd = "goes-on" | "over";

/**
 * Goes on with the reading of one job's open executions, by a slice.
 *
 * A round: DescribeJob (its timeout, rollout and counters) → its QUEUED executions, page by page → its IN_PROGRESS ones,
 * so that one that starts in between is met → what the round has not met is looked up, as it may have ended or moved.
 * Where it stands is kept with each page, so that a restart goes on, and a reader whose work another has taken over meanwhile
 * finds its place taken, and leaves it.
 *
 * Calls: 1 DescribeJob a round, 1 ListJobExecutionsForJob a page of 250 and status that has any, and those of looking up.
 *
 * @param spentMs what the slices of this round before this one took
 */
export async function syncJob(
  services: SyncServices,
  job: SyncJob,
  spentMs = 0,
): Promise<Result<SliceEnd, ReadFailure>> {
  const startedAt = performance.now() - spentMs;
  const begun = job.round_step === null ? await startScan(services, job) : ok(job);
  if (!begun.ok) return begun.failure.kind === "not-found" ? dropJob(services, job) : begun;
  if (begun.value === null) return ok("over");
  const { round } = begun.value;
  let place: Place = { round, step: begun.value.round_step, cursor: begun.value.round_cursor };

  for (let pages = 0; pages < SLICE_PAGES; pages++) {
    const { step, cursor } = place;
    if (step === "vanished" || step === null)
      return endScan(services, { ...begun.value, round_cursor: cursor }, place, startedAt);
    const askedAt = new Date();
    await services.acquire("ListJobExecutionsForJob");
    const page = await services.iot.listExecutionsForJob(job.job_id, step, cursor, FRESH);
    if (!page.ok && page.failure.kind === "not-found") return dropJob(services, job);
    if (!page.ok && page.failure.kind === "invalid-request" && cursor !== null) {
      await moveOn(services, job.job_id, place, null, null); // AWS takes its own token no more
      return ok("over");
    }
    if (!page.ok) return fail(page.failure);

    const rows = page.value.rows.map((row) => ({ ...row, readAt: page.value.readAt }));
    const nextCursor = page.value.cursor;
    // What starts while the queued ones are read leaves their list: a zero counted before them holds for one page.
    const isNoneRunning = begun.value.in_progress_count === 0 && job.round_step === null && pages === 0;
    const nextStep = nextCursor === null ? stepAfter(step, isNoneRunning) : step;
    const next = await withFleetLock(services.kysely, services.fleetId, async (transaction) => {
      const own = { ...services, kysely: transaction };
      const moved = await moveOn(own, job.job_id, place, nextStep, nextCursor);
      if (moved) await upsertExecutions(transaction, services, rows, round, askedAt);
      return moved;
    });
    if (next === null) return ok("over");
    place = next;
  }
  return ok("goes-on");
}

/** @returns null where another has begun it meanwhile */
async function startScan(services: SyncServices, job: SyncJob): Promise<Result<SyncJob | null, ReadFailure>> {
  await services.acquire("DescribeJob");
  const described = await services.iot.describeJob(job.job_id, FRESH);
  if (!described.ok) return fail(described.failure);
  const { counts, timeoutMinutes, rollout, scheduling, namespaceId } = described.value;
  const isComparable =
    job.created_at !== null && described.value.readAt.getTime() - job.created_at.getTime() > COUNTERS_LAG_MS;
  // Zero is believed once it was zero twice, or where the job is no news to the counters.
  const next: SyncJob = {
    ...job,
    round: job.round + 1,
    round_cursor: null,
    round_began_at: described.value.readAt,
    queued_count: isComparable || job.queued_count === 0 ? counts.QUEUED : Math.max(1, counts.QUEUED),
    in_progress_count:
      isComparable || job.in_progress_count === 0 ? counts.IN_PROGRESS : Math.max(1, counts.IN_PROGRESS),
  };
  next.round_step = firstStep(next);
  const kept = await services.kysely
    .updateTable("indexed_job")
    .set({
      described_at: described.value.readAt,
      timeout_minutes: timeoutMinutes,
      rollout_per_minute: rollout.maximumPerMinute ?? rollout.exponentialRate?.baseRatePerMinute ?? null,
      scheduled_at: scheduledAt(scheduling),
      namespace_id: namespaceId ?? "",
      queued_count: counts.QUEUED,
      in_progress_count: counts.IN_PROGRESS,
      round: next.round,
      round_step: next.round_step,
      round_cursor: null,
      round_began_at: next.round_began_at,
    })
    .where("fleet_id", "=", services.fleetId)
    .where("job_id", "=", job.job_id)
    .where("round", "=", job.round)
    .returning("job_id")
    .execute();
  return ok(kept.length === 0 ? null : next);
}

type Step = SyncJob["round_step"];

function firstStep({ queued_count, in_progress_count }: SyncJob): Step {
  return (queued_count ?? 1) > 0 ? "QUEUED" : stepAfter("QUEUED", in_progress_count === 0);
}

function stepAfter(step: Step, isNoneRunning: boolean): Step {
  return step === "QUEUED" && !isNoneRunning ? "IN_PROGRESS" : "vanished";
}

/** `2026-11-23T12:00`, in UTC, as the model has it. */
function scheduledAt({ startTime }: Job["scheduling"]): Date | null {
  const at = startTime === null ? NaN : Date.parse(`${startTime}Z`);
  return Number.isNaN(at) ? null : storableDateOrNull(new Date(at));
}

/** How far a round has come. */
interface Place {
  round: number;
  step: Step;
  cursor: string | null;
}

/** @returns where it goes on; null where the place is not as it was left, as another reader goes on from there */
async function moveOn(
  { kysely, fleetId }: SyncServices,
  jobId: string,
  { round, ...left }: Place,
  step: Step,
  cursor: string | null,
): Promise<Place | null> {
  const { rows } = await sql`
    update indexed_job set round_step = ${step}::text, round_cursor = ${cursor}::text, refused = null,
      next_at = least(round_began_at, clock_timestamp())
    where fleet_id = ${fleetId} and job_id = ${jobId} and round = ${round}
      and round_step is not distinct from ${left.step}::text
      and round_cursor is not distinct from ${left.cursor}::text
    returning job_id
  `.execute(kysely);
  return rows.length === 0 ? null : { round, step, cursor };
}

/**
 * What was not met is looked up a few at a time, so that the round may need several slices for that too.
 *
 * @param startedAt by the clock of `performance`: now, less the time that the slices of this round took. The pauses between
 *   them do not count
 */
async function endScan(
  services: SyncServices,
  job: SyncJob,
  place: Place,
  startedAt: number,
): Promise<Result<SliceEnd, ReadFailure>> {
  const looked = await lookUpMissing(services, job);
  if (!looked.ok && !isRefusal(looked.failure)) return looked;
  // What AWS refuses to tell of stays as it was read last, and is asked for by the next round.
  const step = looked.ok ? looked.value : "done";
  if (step === "gone") return dropJob(services, job);
  if (step !== "done") {
    await moveOn(services, job.job_id, place, "vanished", step.cursor);
    return ok("goes-on");
  }
  const { kysely, fleetId } = services;
  const costMs = performance.now() - startedAt;
  const restMs = Math.min(LONGEST_INTERVAL_MS, Math.max(LEAST_INTERVAL_MS, INTERVAL_PER_ROUND * costMs));
  await sql`
    update indexed_job set
      round_step = null, round_cursor = null, read_at = round_began_at, refused = null,
      next_at = clock_timestamp() + make_interval(secs => ${restMs / 1_000})
    where fleet_id = ${fleetId} and job_id = ${job.job_id} and round = ${place.round}
  `.execute(kysely);
  await forgetFinishedJob(services, job.job_id);
  return ok("over");
}

/** So few at once, as a page is: rows of all of their things are written in one transaction. */
const DROPPED_AT_ONCE = PAGE_SIZE;

/** AWS knows the job no more, so none of its executions is open. They go a slice at a time, too. */
async function dropJob(services: SyncServices, { job_id }: SyncJob): Promise<Result<SliceEnd, ReadFailure>> {
  const { kysely, fleetId } = services;
  for (let pages = 0; pages < SLICE_PAGES; pages++) {
    const open = await kysely
      .selectFrom("open_execution")
      .select(["job_id as jobId", "thing_name as thingName", "execution_number as executionNumber"])
      .where("fleet_id", "=", fleetId)
      .where("job_id", "=", job_id)
      .limit(DROPPED_AT_ONCE)
      .execute();
    const ended = open.map((row) => ({ ...row, status: "gone" }));
    await endExecutions(kysely, services, ended, new Date());
    if (open.length === DROPPED_AT_ONCE) continue;
    await kysely
      .deleteFrom("indexed_job")
      .where("fleet_id", "=", fleetId)
      .where("job_id", "=", job_id)
      .execute();
    return ok("over");
  }
  return ok("over");
}
