import { sql } from "kysely";
import { FINISHED_STATUSES } from "@/lib/core/domain/execution-status";
import type { JobCounts } from "@/lib/core/domain/job";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { type EndedExecution, endExecutions } from "../store/end-executions";
import { lookUpExecutions, type Wanted } from "./look-up-executions";
import type { SyncJob } from "./job-progress";
import { FRESH, type SyncServices } from "../sync-services";

/** A slice describes so many, or reads so many pages of lists: then whatever else is due has its turn. */
const DESCRIBED_AT_ONCE = 25;
const LISTED_AT_ONCE = 20;

const PAGE_SIZE = 250;

/** Most of a heap that vanishes at once was canceled, or is done. */
const STATUSES = ["CANCELED", ...FINISHED_STATUSES.filter((status) => status !== "CANCELED")];

/** Kept as the place of the round, where a list's would stand. */
const ONE_BY_ONE = "one-by-one";

/** `gone`: AWS knows the job no more. Else the place at which the next slice goes on. */
export type VanishedStep = "done" | "gone" | { cursor: string };

/**
 * Tells what became of executions that the round did not meet on the lists of open ones: nothing is called finished for
 * being on no list.
 *
 * A list tells of 250 by a call, but may be of a million: it is by lists only where these have fewer pages than there are
 * executions to ask for. Where that is, and at which page, is `round_cursor`, so that a slice goes on where the one before
 * has ended.
 *
 * Calls: 1 DescribeJobExecution each; or, of more than a few, 1 DescribeJob and at the most as many pages.
 *
 * To count them is to go through all of the job's rows, a quarter of a second for 25,000 on the embedded engine: it is done
 * once a round, and with each slice of lists.
 */
export async function lookUpMissing(
  services: SyncServices,
  job: SyncJob,
): Promise<Result<VanishedStep, ReadFailure>> {
  if (job.round_cursor !== ONE_BY_ONE) {
    const left = await countVanished(services, job);
    if (left === 0) return ok("done");
    const place =
      job.round_cursor === null ? await choose(services, job, left) : ok(unpack(job.round_cursor));
    if (!place.ok) return place.failure.kind === "not-found" ? ok("gone") : place;
    const walked = place.value && (await walk(services, job, place.value, left));
    if (walked && !walked.ok) return walked.failure.kind === "not-found" ? ok("gone") : walked;
    if (walked?.value) return ok({ cursor: `${walked.value.status} ${walked.value.cursor ?? ""}` });
  }

  const some = await findVanished(services, job);
  const described = await lookUpExecutions(
    services,
    some.map((row) => ({ ...row, round: job.round })),
  );
  if (!described.ok && !isRefusal(described.failure)) return described;
  return ok(some.length < DESCRIBED_AT_ONCE ? "done" : { cursor: ONE_BY_ONE });
}

/** Which list is read next, and from where. */
interface Place {
  status: string;
  cursor: string | null;
}

function unpack(place: string): Place {
  const [status = "", cursor = ""] = place.split(/ (.*)/s);
  return { status, cursor: cursor || null };
}

/** @returns null: one by one */
async function choose(
  services: SyncServices,
  { job_id }: SyncJob,
  left: number,
): Promise<Result<Place | null, ReadFailure>> {
  if (left <= DESCRIBED_AT_ONCE) return ok(null);
  await services.acquire("DescribeJob");
  const job = await services.iot.describeJob(job_id, FRESH);
  if (!job.ok) return fail(job.failure);
  return ok(pagesOf(job.value.counts) < left ? { status: STATUSES[0]!, cursor: null } : null);
}

/** One at the least of each: the counters lag. */
function pagesOf(counts: JobCounts): number {
  return FINISHED_STATUSES.reduce(
    (sum, status) => sum + Math.max(1, Math.ceil(counts[status] / PAGE_SIZE)),
    0,
  );
}

/** Finds them on the job's lists of finished executions. @returns where it goes on; null: all lists were read, or few are left */
async function walk(
  services: SyncServices,
  job: SyncJob,
  place: Place,
  vanished: number,
): Promise<Result<Place | null, ReadFailure>> {
  let left = vanished;
  let { status, cursor } = place;
  for (let pages = 0; left > DESCRIBED_AT_ONCE; pages++) {
    if (pages === LISTED_AT_ONCE) return ok({ status, cursor });
    await services.acquire("ListJobExecutionsForJob");
    const page = await services.iot.listExecutionsForJob(job.job_id, status, cursor, FRESH);
    // A token that AWS takes no more: what the rest of that list would tell is asked for one by one.
    const isStale = !page.ok && cursor !== null && isRefusal(page.failure);
    if (!page.ok && !isStale) return fail(page.failure);
    if (page.ok) {
      const ended = await those(services, job, page.value.rows);
      await endExecutions(services.kysely, services, ended, page.value.readAt);
      left -= ended.length;
    }
    cursor = page.ok ? page.value.cursor : null;
    if (cursor !== null) continue;
    const next = STATUSES[STATUSES.indexOf(status) + 1];
    if (next === undefined) return ok(null);
    status = next;
  }
  return ok(null);
}

type Vanished = Omit<Wanted, "round">;

const isVanished = ({ fleetId }: SyncServices, { job_id, round }: SyncJob) =>
  sql`fleet_id = ${fleetId} and job_id = ${job_id} and round < ${round}`;

async function countVanished(services: SyncServices, job: SyncJob): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from open_execution where ${isVanished(services, job)}`.execute(
    services.kysely,
  );
  return rows[0]!.count;
}

async function findVanished(services: SyncServices, job: SyncJob): Promise<Vanished[]> {
  const { rows } = await sql<Vanished>`
    select job_id as "jobId", thing_name as "thingName", execution_number as "executionNumber"
    from open_execution where ${isVanished(services, job)}
    limit ${DESCRIBED_AT_ONCE}`.execute(services.kysely);
  return rows;
}

/** Those of a page that are the end of one that has vanished: an earlier execution of the job on the thing says nothing. */
async function those<Ended extends EndedExecution>(
  services: SyncServices,
  job: SyncJob,
  listed: readonly Ended[],
): Promise<Ended[]> {
  const names = JSON.stringify(listed.map(({ thingName }) => thingName));
  const { rows } = await sql<Vanished>`
    select thing_name as "thingName", execution_number as "executionNumber"
    from open_execution
    where ${isVanished(services, job)} and thing_name in (select json_array_elements_text(${names}::json))`.execute(
    services.kysely,
  );
  const numbers = new Map(rows.map((row) => [row.thingName, row.executionNumber]));
  return listed.filter(({ thingName, executionNumber }) => {
    const number = numbers.get(thingName);
    return number === null || (number !== undefined && (executionNumber ?? 0) >= number);
  });
}
