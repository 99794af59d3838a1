import { sql } from "kysely";
import { isRefusal } from "@/lib/core/domain/read-failure";
import { readClock, upsertJobs } from "../store/upsert-jobs";
import { FRESH, type SyncServices } from "../sync-services";

/** How far the list of canceled jobs was read. In memory only: after a restart it is read from the start. */
export interface CanceledJobsScan {
  /** When it continues, by the clock of `performance`. */
  nextAt: number;
  /**
   * Null: no scan is under way. `since`: when the last complete one started, by the database's clock; null: there was
   * none.
   */
  underWay: { startedAt: Date; since: Date | null; cursor: string | null } | null;
}

export const NO_CANCELED_JOBS_SCAN: Readonly<CanceledJobsScan> = { nextAt: 0, underWay: null };

/** A job created and canceled between two listings of active jobs is found this late at most. */
const EVERY_MS = 10 * 60_000;

/** Where AWS does not answer, the scan continues from the same page after this; known jobs are scanned meanwhile. */
const AGAIN_MS = 60_000;

/** Clocks differ, and AWS's lists are eventually consistent: this costs a second read of a few jobs. */
const OVERLAP_MS = 5 * 60_000;

/**
 * Reads a page of the list of canceled jobs, and adds those that were canceled since the last complete scan: the console
 * may never have seen them on a list of active jobs, for example because it was stopped, while devices still work on them.
 * The first scan adds all canceled jobs, behind the active ones. The list's order is not documented (facts 1.3), so it is
 * always read to its end.
 *
 * Calls: 1 ListJobs a page of 250 jobs that were canceled in the last two years, every 10 minutes: 10,000 jobs are 40 calls
 * of the 1,800 that the index may make of this API meanwhile.
 *
 * @returns whether it did anything, so that there may be more to do
 */
export async function scanCanceledJobs(services: SyncServices, scan: CanceledJobsScan): Promise<boolean> {
  if (performance.now() < scan.nextAt) return false;
  const { startedAt, since, cursor } = (scan.underWay ??= await startScan(services));
  await services.acquire("ListJobs");
  const page = await services.iot.listJobs(
    { status: "CANCELED", selection: null, group: null, namespace: null },
    cursor,
    FRESH,
  );
  if (!page.ok) {
    // Not reported: the list of active jobs comes from the same API and reports its failure. A refusal may also mean that
    // AWS no longer accepts its token.
    if (isRefusal(page.failure)) scan.underWay = null;
    scan.nextAt = performance.now() + (isRefusal(page.failure) ? EVERY_MS : AGAIN_MS);
    return false;
  }
  const isRecent = (at: Date | null) =>
    since === null || at === null || at.getTime() >= since.getTime() - OVERLAP_MS;
  const jobs = page.value.rows.filter(({ lastUpdatedAt }) => isRecent(lastUpdatedAt));
  await upsertJobs(
    services,
    jobs.map((job) => ({ ...job, status: "unlisted" })),
    startedAt,
    since !== null,
  );
  if (page.value.cursor !== null) {
    scan.underWay = { startedAt, since, cursor: page.value.cursor };
    return true;
  }
  await saveListedAt(services, startedAt);
  scan.underWay = null;
  scan.nextAt = performance.now() + EVERY_MS;
  return true;
}

async function startScan(services: SyncServices): Promise<NonNullable<CanceledJobsScan["underWay"]>> {
  const startedAt = await readClock(services);
  const state = await services.kysely
    .selectFrom("index_state")
    .select("canceled_listed_at")
    .where("fleet_id", "=", services.fleetId)
    .executeTakeFirst();
  return { startedAt, since: state?.canceled_listed_at ?? null, cursor: null };
}

async function saveListedAt({ kysely, fleetId }: SyncServices, startedAt: Date): Promise<void> {
  await sql`
    insert into index_state (fleet_id, canceled_listed_at, seen_at)
    values (${fleetId}, ${startedAt}, clock_timestamp())
    on conflict (fleet_id) do update set canceled_listed_at = excluded.canceled_listed_at
  `.execute(kysely);
}
