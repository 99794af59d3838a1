import { sql } from "kysely";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { upsertNames } from "@/lib/server/names/upsert-names";
import { pause } from "./pause";
import { FRESH, type SyncServices } from "../sync-services";

type Services = Pick<SyncServices, "fleetId" | "acquire" | "kysely"> & {
  iot: Pick<SyncServices["iot"], "listThings">;
};

/** All things are listed this often. Most new ones are seen long before, with their jobs. */
const EVERY_MINUTES = 60;
const CHECK_EVERY_MS = 60_000;

/** A name that no scan has seen for this many days is deleted. `seen_at` is exact to the day only, hence not fewer. */
const GONE_AFTER_DAYS = 2;

/** Where ListThings fails, for example because IAM denies it, no page waits for it. */
const PAUSE_AFTER_FAILURE_MS = 10 * 60_000;

/** Keeps the directory of thing names complete, until the signal aborts. */
export async function scanThings(services: Services, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const step = await scanOnePage(services);
    if (!step.ok) await pause(PAUSE_AFTER_FAILURE_MS, signal);
    else if (!step.value) await pause(CHECK_EVERY_MS, signal);
  }
}

/**
 * Reads a page of the registry's things, if a scan of them is under way or due. Its position is in the store.
 *
 * Calls: 1 ListThings for 250 things, from the index's share of the quota: 1,000,000 things are 4,000 calls.
 *
 * @returns whether there is more to do now
 */
export async function scanOnePage(services: Services): Promise<Result<boolean, ReadFailure>> {
  const { kysely, fleetId, iot, acquire } = services;
  const { rows } = await sql<{ cursor: string | null; began_at: Date | null; isDue: boolean }>`
    select cursor, began_at, coalesce(ended_at < clock_timestamp() - make_interval(mins => ${EVERY_MINUTES}), true) as "isDue"
    from thing_walk where fleet_id = ${fleetId}`.execute(kysely);
  const scan = rows[0];
  if (scan && scan.began_at === null && !scan.isDue) return ok(false);
  if (!scan || scan.began_at === null) await startScan(services);
  const cursor = scan?.cursor ?? null;

  await acquire("ListThings");
  const page = await iot.listThings({ type: null, attribute: null }, cursor, FRESH);
  if (!page.ok && page.failure.kind === "invalid-request" && cursor !== null) {
    await startScan(services); // AWS no longer accepts its token
    return ok(true);
  }
  if (!page.ok) return page;
  const next = page.value.cursor;
  await upsertNames(
    kysely,
    fleetId,
    "thing",
    page.value.rows.map(({ thingName }) => thingName),
  );
  if (next === null) await endScan(services);
  else await kysely.updateTable("thing_walk").set({ cursor: next }).where("fleet_id", "=", fleetId).execute();
  return ok(next !== null);
}

async function startScan({ kysely, fleetId }: Services): Promise<void> {
  await sql`
    insert into thing_walk (fleet_id, began_at) values (${fleetId}, clock_timestamp())
    on conflict (fleet_id) do update set cursor = null, began_at = excluded.began_at`.execute(kysely);
}

async function endScan({ kysely, fleetId }: Services): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    await sql`
      delete from known_name using thing_walk as scan
      where scan.fleet_id = ${fleetId} and known_name.fleet_id = ${fleetId} and kind = 'thing'
        and seen_at < scan.began_at - make_interval(days => ${GONE_AFTER_DAYS})`.execute(transaction);
    await sql`
      update thing_walk set cursor = null, began_at = null, ended_at = clock_timestamp()
      where fleet_id = ${fleetId}`.execute(transaction);
  });
}
