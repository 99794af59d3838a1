import { FINISHED_STATUSES } from "@/lib/domain/execution-status";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import { type EndedExecution, endExecutions } from "./end-executions";
import { lookUpExecutions, type Wanted } from "./look-up-executions";
import type { SyncJob } from "./sync-job";
import { FRESH, type SyncServices } from "./sync-services";

/** So many are described one by one; with more, the job's lists of finished ones tell them by 250 a call. */
const DESCRIBED_AT_ONCE = 25;
const LISTED_PAGES = 20;

/**
 * Tells what became of executions that the round did not meet on the lists of open ones: nothing is called finished for
 * being on no list.
 *
 * @returns `more` where some are left for the next slice
 */
export async function lookUpVanished(
  services: SyncServices,
  job: SyncJob,
): Promise<Result<"done" | "more", ReadFailure>> {
  const vanished = await findVanished(services, job);
  if (vanished.length === 0) return ok("done");
  const left = vanished.length > DESCRIBED_AT_ONCE ? await endListed(services, job, vanished) : ok(vanished);
  if (!left.ok) return left;
  const wanted = left.value.slice(0, DESCRIBED_AT_ONCE).map((row) => ({ ...row, round: job.round }));
  const described = await lookUpExecutions(services, wanted);
  if (!described.ok) return described;
  return ok((await findVanished(services, job)).length === 0 ? "done" : "more");
}

type Vanished = Omit<Wanted, "round">;

function findVanished({ kysely, fleetId }: SyncServices, { job_id, round }: SyncJob): Promise<Vanished[]> {
  return kysely
    .selectFrom("open_execution")
    .select(["job_id as jobId", "thing_name as thingName", "execution_number as executionNumber"])
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", job_id)
    .where("round", "<", round)
    .execute();
}

/** Finds them on the job's lists of finished executions. @returns those that were not found there */
async function endListed(
  services: SyncServices,
  { job_id }: SyncJob,
  vanished: readonly Vanished[],
): Promise<Result<Vanished[], ReadFailure>> {
  const left = new Map(vanished.map((row) => [row.thingName, row]));
  // Most of a heap that vanishes at once was canceled, or is done.
  const statuses = ["CANCELED", ...FINISHED_STATUSES.filter((status) => status !== "CANCELED")];
  let pages = 0;
  for (const status of statuses) {
    let cursor: string | null = null;
    do {
      if (left.size === 0 || pages++ === LISTED_PAGES * (1 + vanished.length / 250))
        return ok([...left.values()]);
      await services.turn("ListJobExecutionsForJob");
      const page = await services.iot.listExecutionsForJob(job_id, status, cursor, FRESH);
      if (!page.ok) return fail(page.failure);
      const ended = page.value.rows.filter((row) => isEndOf(row, left.get(row.thingName)));
      await endExecutions(services.kysely, services, ended, page.value.readAt);
      for (const { thingName } of ended) left.delete(thingName);
      cursor = page.value.cursor;
    } while (cursor !== null);
  }
  return ok([...left.values()]);
}

/** An earlier execution of the job on the thing says nothing of this one. */
function isEndOf(ended: EndedExecution, vanished: Vanished | undefined): boolean {
  if (!vanished) return false;
  return vanished.executionNumber === null || (ended.executionNumber ?? 0) >= vanished.executionNumber;
}
