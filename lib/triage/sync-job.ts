import { sql } from "kysely";
import type { IndexedJobRow } from "@/lib/db/triage-tables";
import type { Job } from "@/lib/domain/job";
import { isRefusal, type ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import { endExecutions } from "./end-executions";
import { forgetFinishedJob } from "./forget-finished-job";
import { keepExecutions } from "./keep-executions";
import { lookUpVanished } from "./look-up-vanished";
import { FRESH, type SyncServices } from "./sync-services";

/** What of a job's row its reading goes by. */
export type SyncJob = Pick<
  IndexedJobRow,
  | "job_id"
  | "status"
  | "created_at"
  | "described_at"
  | "queued_count"
  | "in_progress_count"
  | "round"
  | "round_step"
  | "round_cursor"
  | "round_began_at"
>;

/** A slice of a big job is so many pages, 5,000 executions: then whatever else is due has its turn. */
const SLICE_PAGES = 20;

/** A job is read anew after this at the soonest, and after a few times what the reading took. */
const LEAST_INTERVAL_SECONDS = 10;
const INTERVAL_PER_ROUND = 4;

/** AWS's counters are eventually consistent, so a zero of a young job proves nothing. */
const COUNTERS_SETTLE_MS = 60_000;

/**
 * Goes on with the reading of one job's open executions, by a slice.
 *
 * A round: DescribeJob (its timeout, rollout and counters) → its QUEUED executions, page by page → its IN_PROGRESS ones,
 * so that one that starts in between is met → what the round has not met is looked up, as it may have ended or moved.
 * Where it stands is kept with each page, so that a restart goes on.
 *
 * Calls: 1 DescribeJob a round, 1 ListJobExecutionsForJob a page of 250 and status that has any, and those of looking up.
 */
export async function syncJob(services: SyncServices, job: SyncJob): Promise<Result<void, ReadFailure>> {
  const begun = job.round_step === null ? await beginRound(services, job) : ok(job);
  if (!begun.ok) return begun.failure.kind === "not-found" ? dropJob(services, job) : begun;
  let { round_step: step, round_cursor: cursor } = begun.value;
  const { round } = begun.value;

  for (let pages = 0; pages < SLICE_PAGES; pages++) {
    if (step === "vanished" || step === null)
      return endRound(services, { ...begun.value, round_cursor: cursor });
    const askedAt = new Date();
    await services.turn("ListJobExecutionsForJob");
    const page = await services.iot.listExecutionsForJob(job.job_id, step, cursor, FRESH);
    if (!page.ok && page.failure.kind === "not-found") return dropJob(services, job);
    if (!page.ok && page.failure.kind === "invalid-request" && cursor !== null)
      return startOver(services, job); // AWS takes its own token no more
    if (!page.ok) return fail(page.failure);

    const rows = page.value.rows.map((row) => ({ ...row, readAt: page.value.readAt }));
    cursor = page.value.cursor;
    if (cursor === null) step = step === "QUEUED" ? nextStep(begun.value, "QUEUED") : "vanished";
    await services.kysely.transaction().execute(async (transaction) => {
      await keepExecutions(transaction, services, rows, round, askedAt);
      await keepPlace({ ...services, kysely: transaction }, job.job_id, step, cursor);
    });
  }
  return ok(undefined);
}

async function beginRound(services: SyncServices, job: SyncJob): Promise<Result<SyncJob, ReadFailure>> {
  await services.turn("DescribeJob");
  const described = await services.iot.describeJob(job.job_id, FRESH);
  if (!described.ok) return fail(described.failure);
  const { counts, timeoutMinutes, rollout, scheduling } = described.value;
  const isSettled =
    job.created_at !== null &&
    described.value.readAt.getTime() - job.created_at.getTime() > COUNTERS_SETTLE_MS;
  // Zero is believed once it was zero twice, or where the job is no news to the counters.
  const next: SyncJob = {
    ...job,
    round: job.round + 1,
    round_cursor: null,
    round_began_at: described.value.readAt,
    queued_count: isSettled || job.queued_count === 0 ? counts.QUEUED : Math.max(1, counts.QUEUED),
    in_progress_count:
      isSettled || job.in_progress_count === 0 ? counts.IN_PROGRESS : Math.max(1, counts.IN_PROGRESS),
  };
  next.round_step = firstStep(next);
  await services.kysely
    .updateTable("indexed_job")
    .set({
      described_at: described.value.readAt,
      timeout_minutes: timeoutMinutes,
      rollout_per_minute: rollout.maximumPerMinute ?? rollout.exponentialRate?.baseRatePerMinute ?? null,
      scheduled_at: scheduledAt(scheduling),
      queued_count: counts.QUEUED,
      in_progress_count: counts.IN_PROGRESS,
      round: next.round,
      round_step: next.round_step,
      round_cursor: null,
      round_began_at: next.round_began_at,
    })
    .where("fleet_id", "=", services.fleetId)
    .where("job_id", "=", job.job_id)
    .execute();
  return ok(next);
}

type Step = SyncJob["round_step"];

function firstStep(job: SyncJob): Step {
  return (job.queued_count ?? 1) > 0 ? "QUEUED" : nextStep(job, "QUEUED");
}

function nextStep({ in_progress_count }: SyncJob, after: "QUEUED"): Step {
  return after === "QUEUED" && (in_progress_count ?? 1) > 0 ? "IN_PROGRESS" : "vanished";
}

/** `2026-11-23T12:00`, in UTC, as the model has it. */
function scheduledAt({ startTime }: Job["scheduling"]): Date | null {
  const at = startTime === null ? NaN : Date.parse(`${startTime}Z`);
  return Number.isNaN(at) ? null : new Date(at);
}

async function keepPlace(
  { kysely, fleetId }: SyncServices,
  jobId: string,
  step: Step,
  cursor: string | null,
): Promise<void> {
  await sql`
    update indexed_job set round_step = ${step}, round_cursor = ${cursor}, next_at = clock_timestamp(), refused = null
    where fleet_id = ${fleetId} and job_id = ${jobId}
  `.execute(kysely);
}

async function startOver(services: SyncServices, { job_id }: SyncJob): Promise<Result<void, ReadFailure>> {
  await keepPlace(services, job_id, null, null);
  return ok(undefined);
}

/** What was not met is looked up a few at a time, so that the round may need several slices for that too. */
async function endRound(services: SyncServices, job: SyncJob): Promise<Result<void, ReadFailure>> {
  const looked = await lookUpVanished(services, job);
  if (!looked.ok && !isRefusal(looked.failure)) return looked;
  // What AWS refuses to tell of stays as it was read last, and is asked for by the next round.
  const step = looked.ok ? looked.value : "done";
  if (step === "gone") return dropJob(services, job);
  if (step !== "done") {
    await keepPlace(services, job.job_id, "vanished", step.cursor);
    return ok(undefined);
  }
  const { kysely, fleetId } = services;
  await sql`
    update indexed_job set
      round_step = null, round_cursor = null, read_at = round_began_at, refused = null,
      next_at = clock_timestamp() + greatest(
        make_interval(secs => ${LEAST_INTERVAL_SECONDS}),
        ${INTERVAL_PER_ROUND} * (clock_timestamp() - round_began_at))
    where fleet_id = ${fleetId} and job_id = ${job.job_id}
  `.execute(kysely);
  await forgetFinishedJob(services, job.job_id);
  return ok(undefined);
}

/** AWS knows the job no more, so none of its executions is open. */
async function dropJob(services: SyncServices, { job_id }: SyncJob): Promise<Result<void, ReadFailure>> {
  const { kysely, fleetId } = services;
  const open = await kysely
    .selectFrom("open_execution")
    .select(["job_id as jobId", "thing_name as thingName", "execution_number as executionNumber"])
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", job_id)
    .limit(DROP_AT_ONCE)
    .execute();
  await endExecutions(
    kysely,
    services,
    open.map((row) => ({ ...row, status: "gone" })),
    new Date(),
  );
  if (open.length === DROP_AT_ONCE) return dropJob(services, { job_id } as SyncJob);
  await kysely
    .deleteFrom("indexed_job")
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", job_id)
    .execute();
  return ok(undefined);
}

const DROP_AT_ONCE = 5_000;
