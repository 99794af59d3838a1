import { sql } from "kysely";
import { isRefusal } from "@/lib/core/domain/read-failure";
import { upsertJobs, readClock } from "./sync-jobs";
import { FRESH, type SyncServices } from "../sync-services";

/** Where a reader stands in the list of canceled jobs. It begins again after a restart: the list is soon read. */
export interface CanceledScan {
  /** When it is to go on, by the clock of `performance`. */
  nextAt: number;
  /** Null: none is under way. */
  underWay: { began: Date; since: Date | null; cursor: string | null } | null;
}

/** A job made and canceled between two readings of the active ones is met so late at the most. */
const EVERY_MS = 10 * 60_000;

/** Where AWS does not answer it goes on from the same page after this; what is known is read meanwhile. */
const AGAIN_MS = 60_000;

/** Clocks differ, and lists of AWS are eventually consistent: a few jobs are asked twice for it. */
const OVERLAP_MS = 5 * 60_000;

/**
 * Goes on by a page through the list of canceled jobs, for those that were canceled since it was read last: they were
 * perhaps never on a list of active ones that was read, as where the console was away meanwhile, and devices may still
 * work on them. At the first time of all each is asked once, after the active ones. The list has an order that is not
 * documented (facts 1.3), so it is read to its end; a page at a time, beside the jobs' own reading.
 *
 * Calls: 1 ListJobs a page of 250 jobs that were canceled in the last two years, every 10 minutes: 10,000 are 40 calls of
 * the 1,800 that the index may make of this API meanwhile.
 *
 * @returns whether there is more to do now
 */
export async function scanCanceledJobs(services: SyncServices, walk: CanceledScan): Promise<boolean> {
  if (performance.now() < walk.nextAt) return false;
  const { began, since, cursor } = (walk.underWay ??= await begin(services));
  await services.acquire("ListJobs");
  const page = await services.iot.listJobs(
    { status: "CANCELED", selection: null, group: null, namespace: null },
    cursor,
    FRESH,
  );
  if (!page.ok) {
    // The list of active jobs is of the same API, and tells of what ails it. Or AWS takes its own token no more.
    if (isRefusal(page.failure)) walk.underWay = null;
    walk.nextAt = performance.now() + (isRefusal(page.failure) ? EVERY_MS : AGAIN_MS);
    return false;
  }
  const isNews = (at: Date | null) =>
    since === null || at === null || at.getTime() >= since.getTime() - OVERLAP_MS;
  const jobs = page.value.rows.filter(({ lastUpdatedAt }) => isNews(lastUpdatedAt));
  await upsertJobs(
    services,
    jobs.map((job) => ({ ...job, status: "unlisted" })),
    began,
    since !== null,
  );
  if (page.value.cursor !== null) {
    walk.underWay = { began, since, cursor: page.value.cursor };
    return true;
  }
  await keepListedAt(services, began);
  walk.underWay = null;
  walk.nextAt = performance.now() + EVERY_MS;
  return true;
}

async function begin(services: SyncServices): Promise<NonNullable<CanceledScan["underWay"]>> {
  const began = await readClock(services);
  const state = await services.kysely
    .selectFrom("index_state")
    .select("canceled_listed_at")
    .where("fleet_id", "=", services.fleetId)
    .executeTakeFirst();
  return { began, since: state?.canceled_listed_at ?? null, cursor: null };
}

async function keepListedAt({ kysely, fleetId }: SyncServices, began: Date): Promise<void> {
  await sql`
    insert into index_state (fleet_id, canceled_listed_at, seen_at)
    values (${fleetId}, ${began}, clock_timestamp())
    on conflict (fleet_id) do update set canceled_listed_at = excluded.canceled_listed_at
  `.execute(kysely);
}
