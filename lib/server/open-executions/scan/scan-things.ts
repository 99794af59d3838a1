import { sql } from "kysely";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { upsertNames } from "@/lib/server/names/upsert-names";
import { pause } from "./pause";
import { FRESH, type SyncServices } from "../sync-services";

type Services = Pick<SyncServices, "fleetId" | "acquire" | "kysely"> & {
  iot: Pick<SyncServices["iot"], "listThings">;
};

/** All things are listed so often: new ones are met by their jobs long before. */
const EVERY_MINUTES = 60;
const LOOK_EVERY_MS = 60_000;

/** A name that no walk has met for so many days is no thing's any more. Names are noted to the day, hence not less. */
const GONE_AFTER_DAYS = 2;

/** A listing that is refused, as where ListThings is not allowed, is nothing that a page waits for. */
const PAUSE_AFTER_FAILURE_MS = 10 * 60_000;

/** Keeps the names of all things complete, until told to end. */
export async function scanThings(services: Services, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const step = await scanOnePage(services);
    if (!step.ok) await pause(PAUSE_AFTER_FAILURE_MS, signal);
    else if (!step.value) await pause(LOOK_EVERY_MS, signal);
  }
}

/**
 * Goes on with the walk by a page, where one is under way or due. Where it stands is in the store.
 *
 * Calls: 1 ListThings a 250 things, in the turn of the index: 1,000,000 things are 4,000 calls.
 *
 * @returns whether there is more to do now
 */
export async function scanOnePage(services: Services): Promise<Result<boolean, ReadFailure>> {
  const { kysely, fleetId, iot, acquire } = services;
  const { rows } = await sql<{ cursor: string | null; began_at: Date | null; isDue: boolean }>`
    select cursor, began_at, coalesce(ended_at < clock_timestamp() - make_interval(mins => ${EVERY_MINUTES}), true) as "isDue"
    from thing_walk where fleet_id = ${fleetId}`.execute(kysely);
  const walk = rows[0];
  if (walk && walk.began_at === null && !walk.isDue) return ok(false);
  if (!walk || walk.began_at === null) await begin(services);
  const cursor = walk?.cursor ?? null;

  await acquire("ListThings");
  const page = await iot.listThings({ type: null, attribute: null }, cursor, FRESH);
  if (!page.ok && page.failure.kind === "invalid-request" && cursor !== null) {
    await begin(services); // AWS takes its own token no more
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
  if (next === null) await end(services);
  else await kysely.updateTable("thing_walk").set({ cursor: next }).where("fleet_id", "=", fleetId).execute();
  return ok(next !== null);
}

async function begin({ kysely, fleetId }: Services): Promise<void> {
  await sql`
    insert into thing_walk (fleet_id, began_at) values (${fleetId}, clock_timestamp())
    on conflict (fleet_id) do update set cursor = null, began_at = excluded.began_at`.execute(kysely);
}

async function end({ kysely, fleetId }: Services): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    await sql`
      delete from known_name using thing_walk walk
      where walk.fleet_id = ${fleetId} and known_name.fleet_id = ${fleetId} and kind = 'thing'
        and seen_at < walk.began_at - make_interval(days => ${GONE_AFTER_DAYS})`.execute(transaction);
    await sql`
      update thing_walk set cursor = null, began_at = null, ended_at = clock_timestamp()
      where fleet_id = ${fleetId}`.execute(transaction);
  });
}
