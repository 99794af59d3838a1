import { sql } from "kysely";
import { FINISHED_STATUSES } from "@/lib/core/domain/execution-status";
import type { JobCounts } from "@/lib/core/domain/job";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { type EndedExecution, endExecutions } from "../store/end-executions";
import { refreshExecutions, type StaleExecution } from "./refresh-executions";
import type { JobScan } from "./job-scan";
import { FRESH, type SyncServices } from "../sync-services";

/** A slice describes this many executions, or reads this many pages: then other due work goes on. */
const DESCRIBED_AT_ONCE = 25;
const LISTED_AT_ONCE = 20;

const PAGE_SIZE = 250;

/** Many executions that disappear at once were mostly canceled, so that list is read first. */
const STATUSES = ["CANCELED", ...FINISHED_STATUSES.filter((status) => status !== "CANCELED")];

/** The scan's cursor while executions are described one by one. Otherwise it holds a `ListPosition`. */
const ONE_BY_ONE = "one-by-one";

/** `gone`: AWS no longer knows the job. An object: where the next slice continues. */
export type UnseenStep = "done" | "gone" | { cursor: string };

/**
 * Finds out what became of executions that are open in the index but that the scan has not seen on AWS's lists of open
 * ones. An execution is never assumed to be over because it is on no list: AWS has to say so.
 *
 * A list returns 250 executions per call, but may hold a million. So the job's lists of finished executions are read only
 * if they have fewer pages than there are executions to describe.
 *
 * Calls: 1 DescribeJobExecution each; or, for more than a few, 1 DescribeJob and at most as many pages as executions.
 *
 * Counting the unseen rows reads all rows of the job, which takes a quarter of a second for 25,000 on the embedded engine.
 * It is done once a scan, and with each slice of lists.
 */
export async function resolveUnseen(
  services: SyncServices,
  scan: JobScan,
): Promise<Result<UnseenStep, ReadFailure>> {
  if (scan.cursor !== ONE_BY_ONE) {
    const count = await countUnseen(services, scan);
    if (count === 0) return ok("done");
    const start = scan.cursor === null ? await chooseStart(services, scan, count) : ok(unpack(scan.cursor));
    if (!start.ok) return start.failure.kind === "not-found" ? ok("gone") : start;
    const listed = start.value && (await readFinishedLists(services, scan, start.value, count));
    if (listed && !listed.ok) return listed.failure.kind === "not-found" ? ok("gone") : listed;
    if (listed?.value) return ok({ cursor: pack(listed.value) });
  }

  const some = await findUnseen(services, scan);
  const described = await refreshExecutions(
    services,
    some.map((row) => ({ ...row, scanId: scan.scanId })),
  );
  if (!described.ok && !isRefusal(described.failure)) return described;
  return ok(some.length < DESCRIBED_AT_ONCE ? "done" : { cursor: ONE_BY_ONE });
}

/** Which list is read next, and AWS's token for its next page. */
interface ListPosition {
  status: string;
  cursor: string | null;
}

const pack = ({ status, cursor }: ListPosition) => `${status} ${cursor ?? ""}`;

function unpack(position: string): ListPosition {
  const [status = "", cursor = ""] = position.split(/ (.*)/s);
  return { status, cursor: cursor || null };
}

/** @returns null: describe them one by one */
async function chooseStart(
  services: SyncServices,
  { jobId }: JobScan,
  count: number,
): Promise<Result<ListPosition | null, ReadFailure>> {
  if (count <= DESCRIBED_AT_ONCE) return ok(null);
  await services.acquire("DescribeJob");
  const job = await services.iot.describeJob(jobId, FRESH);
  if (!job.ok) return fail(job.failure);
  return ok(countPages(job.value.counts) < count ? { status: STATUSES[0]!, cursor: null } : null);
}

/** At least one page for each list: the counters lag. */
function countPages(counts: JobCounts): number {
  return FINISHED_STATUSES.reduce(
    (sum, status) => sum + Math.max(1, Math.ceil(counts[status] / PAGE_SIZE)),
    0,
  );
}

/** @returns where the next slice continues; null: all lists were read, or few executions are left */
async function readFinishedLists(
  services: SyncServices,
  scan: JobScan,
  start: ListPosition,
  count: number,
): Promise<Result<ListPosition | null, ReadFailure>> {
  let left = count;
  let { status, cursor } = start;
  for (let pages = 0; left > DESCRIBED_AT_ONCE; pages++) {
    if (pages === LISTED_AT_ONCE) return ok({ status, cursor });
    await services.acquire("ListJobExecutionsForJob");
    const page = await services.iot.listExecutionsForJob(scan.jobId, status, cursor, FRESH);
    // AWS no longer accepts its token: what the rest of that list would have answered is described one by one.
    const isStale = !page.ok && cursor !== null && isRefusal(page.failure);
    if (!page.ok && !isStale) return fail(page.failure);
    if (page.ok) {
      const ended = await findEnds(services, scan, page.value.rows);
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

type Unseen = Omit<StaleExecution, "scanId">;

const isUnseen = ({ fleetId }: SyncServices, { jobId, scanId }: JobScan) =>
  sql`fleet_id = ${fleetId} and job_id = ${jobId} and round < ${scanId}`;

async function countUnseen(services: SyncServices, scan: JobScan): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from open_execution where ${isUnseen(services, scan)}`.execute(
    services.kysely,
  );
  return rows[0]!.count;
}

async function findUnseen(services: SyncServices, scan: JobScan): Promise<Unseen[]> {
  const { rows } = await sql<Unseen>`
    select job_id as "jobId", thing_name as "thingName", execution_number as "executionNumber"
    from open_execution where ${isUnseen(services, scan)}
    limit ${DESCRIBED_AT_ONCE}`.execute(services.kysely);
  return rows;
}

/** The finished executions of a page that end an unseen one. An earlier execution of the job on the thing does not. */
async function findEnds<Ended extends EndedExecution>(
  services: SyncServices,
  scan: JobScan,
  listed: readonly Ended[],
): Promise<Ended[]> {
  const names = JSON.stringify(listed.map(({ thingName }) => thingName));
  const { rows } = await sql<Unseen>`
    select thing_name as "thingName", execution_number as "executionNumber"
    from open_execution
    where ${isUnseen(services, scan)} and thing_name in (select json_array_elements_text(${names}::json))`.execute(
    services.kysely,
  );
  const numbers = new Map(rows.map((row) => [row.thingName, row.executionNumber]));
  return listed.filter(({ thingName, executionNumber }) => {
    const number = numbers.get(thingName);
    return number === null || (number !== undefined && (executionNumber ?? 0) >= number);
  });
}
